using Lace.Agents;
using Lace.Data;

namespace Lace.Scenarios.Agents;

/// <summary>Counts what really happens to it: the truth that replies are compared with.</summary>
/// <remarks>Observation: steps of the episode, resets so far, seed of the last reset (-1 for none), sum of the actions.</remarks>
internal sealed class CounterEnvironment(int episodeSteps = 1_000_000, bool truncates = false) : TypedEnvironment<long, float>(
    new BoxSpace(double.NegativeInfinity, double.PositiveInfinity, DType.F32, 4), new DiscreteSpace(3, -1))
{
    private int _episodeStep;
    private float _seed;
    private long _actionSum;
    private int _inside;

    internal int Steps { get; private set; }

    internal int Resets { get; private set; }

    internal bool IsDisposed { get; private set; }

    /// <summary>Runs within each step, before anything is counted.</summary>
    internal Action OnStep { get; set; } = () => { };

    /// <summary>Runs within each dispose, after it is noted.</summary>
    internal Action OnDispose { get; set; } = () => { };

    public override void Reset(ulong? seed, Span<float> observation)
    {
        Check.False(IsDisposed);
        Resets++;
        _episodeStep = 0;
        _actionSum = 0;
        _seed = seed ?? -1f;
        Observe(observation);
    }

    public override StepResult Step(ReadOnlySpan<long> action, Span<float> observation)
    {
        Check.False(IsDisposed);
        Check.Equal(1, Interlocked.Increment(ref _inside), "one call at a time");
        OnStep();
        Steps++;
        _episodeStep++;
        _actionSum += action[0];
        Observe(observation);
        Interlocked.Decrement(ref _inside);
        bool isOver = _episodeStep == episodeSteps;
        return new StepResult(action[0] * 0.5f, isOver && !truncates, isOver && truncates);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        OnDispose();
    }

    private void Observe(Span<float> observation)
    {
        observation[0] = _episodeStep;
        observation[1] = Resets;
        observation[2] = _seed;
        observation[3] = _actionSum;
    }
}
