using Lace.Edge.Simulation;

namespace CartPoleSample.Learning;

/// <summary>
/// Proximal policy optimization (Schulman et al., 2017): from a rollout, makes the actions that turned out better than
/// promised likelier, but moves no chance further from the actor's than a clip allows.
/// </summary>
/// <remarks>
/// <para>Rollouts may have been made by older weights: the ratio that is clipped uses the log-probability that the actor
/// recorded, and values are computed here, by the current weights.</para>
/// <para>One thread at a time. Same seed, same rollouts, same kind of processor: same weights. An update of 512 transitions takes
/// about 10 ms and allocates only when a rollout is longer than all before.</para>
/// </remarks>
public sealed class Ppo
{
    private readonly PpoOptions _options;
    private readonly PolicyNetwork _network;
    private readonly Adam _adam = new(PolicyNetwork.ParameterCount);
    private readonly float[] _gradient = new float[PolicyNetwork.ParameterCount];
    private SplitMix64 _random;
    private float[] _values = [];
    private float[] _nextValues = [];
    private float[] _advantages = [];
    private int[] _order = [];
    private long _transitions;

    /// <summary>A learner that knows nothing yet, its weights at version 0.</summary>
    public Ppo(ulong seed, PpoOptions? options = null)
    {
        _options = options ?? new PpoOptions();
        _network = new PolicyNetwork(seed);
        _random = new SplitMix64(~seed);
    }

    /// <summary>The weights as they are now, laid out as <see cref="PolicyNetwork"/> says. Changed by <see cref="Update"/>.</summary>
    public ReadOnlySpan<float> Weights => _network.Weights;

    /// <summary>Updates made so far.</summary>
    public int Version { get; private set; }

    /// <summary>Learns from a rollout.</summary>
    /// <param name="rollout">Transitions in the order of their making, of one actor; it may begin and end within an episode.</param>
    /// <exception cref="ArgumentException"><paramref name="rollout"/> is empty.</exception>
    public PpoUpdate Update(ReadOnlySpan<Transition> rollout)
    {
        if (rollout.IsEmpty)
            throw new ArgumentException("rollout is empty: expected at least one transition", nameof(rollout));

        Estimate(rollout);
        LossSums last = default;
        int epoch = 0;
        do
        {
            last = Pass(rollout);
            epoch++;
        }
        while (epoch < _options.Epochs && last.Divergence / rollout.Length <= _options.MaxDivergence);

        int lag = 0;
        foreach (ref readonly Transition transition in rollout)
            lag = Math.Max(lag, Version - transition.WeightsVersion);

        _transitions += rollout.Length;
        Version++;
        return new PpoUpdate(
            Version, epoch, last.Divergence / rollout.Length, last.Entropy / rollout.Length, last.ValueError / rollout.Length, lag);
    }

    /// <summary>Adds one transition's share to <paramref name="gradient"/>, and its figures to <paramref name="sums"/>.</summary>
    /// <remarks>
    /// loss = -min(ratio * A, clip(ratio) * A) + ValueWeight * (V - target)² - EntropyWeight * entropy, where ratio = p / p of the actor.
    /// </remarks>
    internal void AddGradient(
        in Transition transition, float advantage, float valueTarget, float share, Span<float> gradient, ref LossSums sums)
    {
        Span<float> observation = [transition.Observation.X, transition.Observation.Y, transition.Observation.Z, transition.Observation.W];
        (float logLeft, float logRight) = PolicyNetwork.LogProbabilities(_network.Logits(observation));
        (float left, float right) = (MathF.Exp(logLeft), MathF.Exp(logRight));
        bool wentRight = transition.Action == 1;
        float logRatio = (wentRight ? logRight : logLeft) - transition.LogProbability;
        float ratio = MathF.Exp(logRatio);
        float entropy = -(left * logLeft + right * logRight);

        // Outside the clip, where more would only exploit the estimate, the loss is flat.
        bool flat = advantage > 0 ? ratio > 1 + _options.ClipRange : ratio < 1 - _options.ClipRange;
        float dLogProbability = flat ? 0 : -advantage * ratio;

        // d log p(right) / d logit(right) = 1 - p(right); only the difference of the two logits counts.
        float dRight = dLogProbability * (wentRight ? left : -right);
        dRight += _options.EntropyWeight * right * (logRight + entropy);
        _network.BackwardPolicy([-dRight * share, dRight * share], gradient);

        float valueError = _network.Value(observation) - valueTarget;
        _network.BackwardValue(2 * _options.ValueWeight * valueError * share, gradient);

        float clipped = Math.Clamp(ratio, 1 - _options.ClipRange, 1 + _options.ClipRange);
        sums.Loss += -Math.Min(ratio * advantage, clipped * advantage)
            + _options.ValueWeight * valueError * valueError - _options.EntropyWeight * entropy;
        sums.Divergence += ratio - 1 - logRatio;
        sums.Entropy += entropy;
        sums.ValueError += valueError * valueError;
    }

    private void Estimate(ReadOnlySpan<Transition> rollout)
    {
        if (_order.Length < rollout.Length)
        {
            _values = new float[rollout.Length];
            _nextValues = new float[rollout.Length];
            _advantages = new float[rollout.Length];
            _order = new int[rollout.Length];
        }

        Span<float> observation = stackalloc float[PolicyNetwork.ObservationLength];
        for (int t = 0; t < rollout.Length; t++)
        {
            rollout[t].Observation.CopyTo(observation);
            _values[t] = _network.Value(observation);
            rollout[t].NextObservation.CopyTo(observation);
            _nextValues[t] = _network.Value(observation);
            _order[t] = t;
        }

        // With rewards scaled by 1 - discount, a policy that never fails is worth 1: values stay where tanh networks learn fast.
        Advantages.Compute(
            rollout, _values, _nextValues, _options.Discount, _options.Lambda, rewardScale: 1 - _options.Discount, _advantages);
    }

    private LossSums Pass(ReadOnlySpan<Transition> rollout)
    {
        Span<int> order = _order.AsSpan(0, rollout.Length);
        Shuffle(order);
        LossSums sums = default;
        (float mean, float inverseDeviation) = Normalization(_advantages.AsSpan(0, rollout.Length));
        float remaining = Math.Max(0.1f, 1 - (float)_transitions / _options.LearningRateDecaySteps);

        while (!order.IsEmpty)
        {
            ReadOnlySpan<int> batch = order[..Math.Min(_options.MinibatchLength, order.Length)];
            order = order[batch.Length..];
            Array.Clear(_gradient);
            foreach (int t in batch)
            {
                float target = _values[t] + _advantages[t];
                AddGradient(rollout[t], (_advantages[t] - mean) * inverseDeviation, target, 1f / batch.Length, _gradient, ref sums);
            }

            float norm = MathF.Sqrt(VectorMath.Dot(_gradient, _gradient));
            if (norm > _options.MaxGradientNorm)
                foreach (ref float slope in _gradient.AsSpan())
                    slope *= _options.MaxGradientNorm / norm;

            _adam.Step(_network.Weights, _gradient, _options.LearningRate * remaining);
        }

        return sums;
    }

    private void Shuffle(Span<int> order)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = _random.NextInt32(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    private static (float Mean, float InverseDeviation) Normalization(ReadOnlySpan<float> values)
    {
        double sum = 0;
        double squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double mean = sum / values.Length;
        double variance = Math.Max(0, squares / values.Length - mean * mean);
        return ((float)mean, (float)(1 / (Math.Sqrt(variance) + 1e-6)));
    }
}
