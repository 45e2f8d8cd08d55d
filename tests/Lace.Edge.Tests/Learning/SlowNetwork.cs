using System.Numerics;
using CartPoleSample.Learning;

namespace Lace.Edge.Tests.Learning;

/// <summary>The network and its loss in float64, one obvious loop after another: the oracle for gradients.</summary>
internal static class SlowNetwork
{
    // Literals on purpose: the layout is what travels between processes.
    private const int Hidden = 32;
    private const int PolicyParameters = 4 * 32 + 32 + 32 * 32 + 32 + 32 * 2 + 2;
    private static readonly double[] s_scale = [2.4, 2, 0.21, 2];

    public static double Loss(double[] weights, Transition transition, double advantage, double target, PpoOptions options)
    {
        double[] logits = Forward(weights, 0, transition.Observation, 2);
        double total = Math.Exp(logits[0]) + Math.Exp(logits[1]);
        double[] chance = [Math.Exp(logits[0]) / total, Math.Exp(logits[1]) / total];
        double ratio = chance[transition.Action] / Math.Exp(transition.LogProbability);
        double clipped = Math.Clamp(ratio, 1 - options.ClipRange, 1 + options.ClipRange);
        double entropy = -chance.Sum(each => each * Math.Log(each));
        double error = Value(weights, transition.Observation) - target;
        return -Math.Min(ratio * advantage, clipped * advantage) + options.ValueWeight * error * error - options.EntropyWeight * entropy;
    }

    public static double Value(double[] weights, Vector4 observation) => Forward(weights, PolicyParameters, observation, 1)[0];

    private static double[] Forward(double[] weights, int at, Vector4 observation, int outputs)
    {
        double[] x = new double[4];
        for (int i = 0; i < 4; i++)
            x[i] = observation[i] / s_scale[i];

        double[] h1 = Layer(weights, ref at, x, Hidden, tanh: true);
        double[] h2 = Layer(weights, ref at, h1, Hidden, tanh: true);
        return Layer(weights, ref at, h2, outputs, tanh: false);
    }

    private static double[] Layer(double[] weights, ref int at, double[] x, int outputs, bool tanh)
    {
        double[] y = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            double sum = weights[at + x.Length * outputs + o];
            for (int i = 0; i < x.Length; i++)
                sum += x[i] * weights[at + i * outputs + o];

            y[o] = tanh ? Math.Tanh(sum) : sum;
        }

        at += (x.Length + 1) * outputs;
        return y;
    }
}
