using CartPoleSample.Learning;
using Xunit.Abstractions;

namespace Lace.Edge.Tests.Learning;

public class GradientTests(ITestOutputHelper output)
{
    private static readonly PpoOptions s_options = new();

    [Fact]
    public void Every_slope_is_the_finite_difference_of_the_loss()
    {
        (Ppo ppo, Random random) = Trained();
        double[] weights = [.. ppo.Weights.ToArray().Select(weight => (double)weight)];
        foreach (Transition transition in RandomRollout.Of(random, 6))
        {
            foreach (float advantage in (float[])[1.5f, -0.7f])
            {
                float[] gradient = new float[weights.Length];
                LossSums sums = default;
                ppo.AddGradient(transition, advantage, valueTarget: 0.3f, share: 1, gradient, ref sums);
                Assert.Equal(SlowNetwork.Loss(weights, transition, advantage, 0.3f, s_options), sums.Loss, 1e-4);

                double worst = WorstError(weights, transition, advantage, gradient);
                Assert.True(worst < 2e-4, $"largest difference between gradient and finite difference: {worst}");
            }
        }
    }

    [Fact]
    public void A_wrong_slope_would_be_seen()
    {
        (Ppo ppo, Random random) = Trained();
        double[] weights = [.. ppo.Weights.ToArray().Select(weight => (double)weight)];
        Transition transition = RandomRollout.Of(random, 1)[0];
        float[] gradient = new float[weights.Length];
        LossSums sums = default;
        ppo.AddGradient(transition, advantage: 1.5f, valueTarget: 0.3f, share: 1, gradient, ref sums);

        // Control: the slopes of another place are not these.
        float[] other = new float[weights.Length];
        ppo.AddGradient(transition with { Observation = -transition.Observation }, 1.5f, 0.3f, 1, other, ref sums);
        Assert.True(WorstError(weights, transition, 1.5f, other) > 1e-2);
    }

    [Theory]
    [InlineData(0.3, 1f, false)]
    [InlineData(0.3, -1f, true)]
    [InlineData(-0.3, 1f, true)]
    [InlineData(-0.3, -1f, false)]
    [InlineData(0.1, 1f, true)]
    [InlineData(-0.1, -1f, true)]
    public void The_policy_stops_moving_where_the_clip_says(double logRatio, float advantage, bool moves)
    {
        Ppo ppo = new(seed: 3, s_options with { EntropyWeight = 0 });
        PolicyNetwork network = new();
        network.SetWeights(ppo.Weights);
        Transition transition = RandomRollout.Of(new Random(1), 1)[0] with { Action = 1 };
        float[] observation = [transition.Observation.X, transition.Observation.Y, transition.Observation.Z, transition.Observation.W];
        float logRight = PolicyNetwork.LogProbabilities(network.Logits(observation)).Right;

        float[] gradient = new float[PolicyNetwork.ParameterCount];
        LossSums sums = default;
        float value = network.Value(observation);
        ppo.AddGradient(transition with { LogProbability = logRight - (float)logRatio }, advantage, value, 1, gradient, ref sums);
        Assert.Equal(moves, gradient.Any(slope => slope != 0));
    }

    private (Ppo Ppo, Random Random) Trained()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed={seed}");
        Random random = new(seed);
        Ppo ppo = new((ulong)seed, s_options with { LearningRate = 0.01f });
        for (int update = 0; update < 3; update++)
            ppo.Update(RandomRollout.Of(random, 256));

        return (ppo, random);
    }

    private static double WorstError(double[] weights, Transition transition, double advantage, float[] gradient)
    {
        const double Step = 1e-6;
        double worst = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = weights[i];
            weights[i] = weight + Step;
            double above = SlowNetwork.Loss(weights, transition, advantage, 0.3f, s_options);
            weights[i] = weight - Step;
            double below = SlowNetwork.Loss(weights, transition, advantage, 0.3f, s_options);
            weights[i] = weight;
            worst = Math.Max(worst, Math.Abs((above - below) / (2 * Step) - gradient[i]));
        }

        return worst;
    }
}
