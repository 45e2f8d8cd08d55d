using Lace.Edge.Simulation;

namespace CartPoleSample.Learning;

/// <summary>
/// The policy (which action, how likely) and the value (how much reward is still to come) as two small networks that share
/// one flat array of weights: what the learner changes, what travels, what the policy acts by.
/// </summary>
/// <remarks>
/// <para>Layout of the <see cref="ParameterCount"/> float32: policy 4-32-32-2, then value 4-32-32-1; each as matrix, bias,
/// matrix, bias, matrix, bias, matrices row-major with one row per input. Both see the observation divided by the sizes that
/// position, velocity, angle and angular velocity take.</para>
/// <para>One thread at a time. About 2 µs a call, no allocation.</para>
/// </remarks>
public sealed class PolicyNetwork
{
    /// <summary>Numbers in an observation.</summary>
    public const int ObservationLength = CartPoleState.ObservationLength;

    /// <summary>Numbers in the array of weights.</summary>
    public static readonly int ParameterCount =
        Mlp.CountParameters(ObservationLength, Hidden, CartPole.ActionCount) + Mlp.CountParameters(ObservationLength, Hidden, 1);

    private const int Hidden = 32;
    private static readonly float[] s_inverseScale = [1 / 2.4f, 1 / 2f, 1 / 0.21f, 1 / 2f];

    private readonly Mlp _policy = new(ObservationLength, Hidden, CartPole.ActionCount, offset: 0);
    private readonly Mlp _value;

    /// <summary>A network whose weights are all zero, to be filled by <see cref="SetWeights"/>.</summary>
    public PolicyNetwork() => _value = new Mlp(ObservationLength, Hidden, 1, offset: _policy.ParameterCount);

    /// <summary>A network as it is before any learning: nearly equal chances for both actions.</summary>
    public PolicyNetwork(ulong seed)
        : this()
    {
        SplitMix64 random = new(seed);
        _policy.Initialize(Weights, lastScale: 0.01f, ref random);
        _value.Initialize(Weights, lastScale: 1f, ref random);
    }

    /// <summary>The weights themselves, in the layout above.</summary>
    public float[] Weights { get; } = new float[ParameterCount];

    /// <summary>Copies new weights in.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="ParameterCount"/>; nothing was changed.</exception>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        if (weights.Length != ParameterCount)
            throw new ArgumentException($"weights do not fit this network: length={weights.Length}, expected {ParameterCount}");

        weights.CopyTo(Weights);
    }

    /// <summary>The action that the policy finds best.</summary>
    /// <param name="observation">Position, velocity, angle, angular velocity.</param>
    public int GreedyAction(ReadOnlySpan<float> observation)
    {
        ReadOnlySpan<float> logits = Logits(observation);
        return logits[1] > logits[0] ? 1 : 0;
    }

    /// <summary>Draws an action by the policy's chances.</summary>
    /// <param name="observation">Position, velocity, angle, angular velocity.</param>
    /// <param name="random">Where the draw comes from.</param>
    /// <param name="logProbability">Natural logarithm of the chance that the drawn action had.</param>
    public int SampleAction(ReadOnlySpan<float> observation, ref SplitMix64 random, out float logProbability)
    {
        ReadOnlySpan<float> logits = Logits(observation);
        (float logLeft, float logRight) = LogProbabilities(logits);
        int action = random.NextDouble() < Math.Exp(logRight) ? 1 : 0;
        logProbability = action == 1 ? logRight : logLeft;
        return action;
    }

    /// <summary>The reward still to come from here, discounted and scaled as the learner has it.</summary>
    public float Value(ReadOnlySpan<float> observation)
    {
        Span<float> x = stackalloc float[ObservationLength];
        Scale(observation, x);
        return _value.Forward(Weights, x)[0];
    }

    internal ReadOnlySpan<float> Logits(ReadOnlySpan<float> observation)
    {
        Span<float> x = stackalloc float[ObservationLength];
        Scale(observation, x);
        return _policy.Forward(Weights, x);
    }

    internal void BackwardPolicy(ReadOnlySpan<float> dLogits, Span<float> gradient) => _policy.Backward(Weights, dLogits, gradient);

    internal void BackwardValue(float dValue, Span<float> gradient) => _value.Backward(Weights, [dValue], gradient);

    /// <summary>Logarithms of the two chances: the logits less the logarithm of the sum of their exponentials.</summary>
    internal static (float Left, float Right) LogProbabilities(ReadOnlySpan<float> logits)
    {
        float top = Math.Max(logits[0], logits[1]);
        float logSum = top + MathF.Log(MathF.Exp(logits[0] - top) + MathF.Exp(logits[1] - top));
        return (logits[0] - logSum, logits[1] - logSum);
    }

    private static void Scale(ReadOnlySpan<float> observation, Span<float> x)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] = observation[i] * s_inverseScale[i];
    }
}
