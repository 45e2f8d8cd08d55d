namespace CartPoleSample.Learning;

/// <summary>
/// The examination: 100 episodes with the best action at every step, from start states that training never sees, whose mean
/// return must reach 475. It ends as soon as that is out of reach.
/// </summary>
/// <remarks>
/// It only counts: the caller resets to <see cref="NextSeed"/>, runs the episode and reports its return by <see cref="Add"/>.
/// </remarks>
public sealed class GreedyEvaluation
{
    /// <summary>Seeds from here up belong to examinations; training stays below.</summary>
    public const ulong FirstHeldOutSeed = 1UL << 63;

    private readonly ulong _firstSeed;

    /// <summary>An examination that has not begun.</summary>
    /// <param name="attempt">Which examination of this run it is, from 0: each has seeds of its own, so that luck is not kept.</param>
    /// <param name="run">Which run it belongs to: 0 .. 2³¹ - 1.</param>
    /// <param name="episodes">Episodes to run.</param>
    /// <param name="passingMean">Mean return that passes.</param>
    /// <param name="maxReturn">Most that one episode can return: what tells when the mean is out of reach.</param>
    public GreedyEvaluation(int attempt, int run = 0, int episodes = 100, double passingMean = 475, double maxReturn = 500)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        ArgumentOutOfRangeException.ThrowIfNegative(run);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        _firstSeed = FirstHeldOutSeed | (ulong)run << 32 | (ulong)attempt * (ulong)episodes;
        (Episodes, PassingMean, MaxReturn) = (episodes, passingMean, maxReturn);
    }

    /// <summary>Episodes to run.</summary>
    public int Episodes { get; }

    /// <summary>Mean return that passes.</summary>
    public double PassingMean { get; }

    /// <summary>Most that one episode can return.</summary>
    public double MaxReturn { get; }

    /// <summary>Episodes reported so far.</summary>
    public int Finished { get; private set; }

    /// <summary>Sum of the returns so far.</summary>
    public double Sum { get; private set; }

    /// <summary>Mean return so far; 0 before the first episode.</summary>
    public double Mean => Finished == 0 ? 0 : Sum / Finished;

    /// <summary>Where the examination stands.</summary>
    public EvaluationStatus Status =>
        Sum + (Episodes - Finished) * MaxReturn < Episodes * PassingMean ? EvaluationStatus.OutOfReach
        : Finished == Episodes ? EvaluationStatus.Passed
        : EvaluationStatus.Running;

    /// <summary>Seed that the next episode must be reset to.</summary>
    /// <exception cref="InvalidOperationException">The examination is over.</exception>
    public ulong NextSeed => Status == EvaluationStatus.Running
        ? _firstSeed + (ulong)Finished
        : throw new InvalidOperationException($"no episode is left: Finished={Finished}, Status={Status}");

    /// <summary>Reports the return of the episode that <see cref="NextSeed"/> began.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The return is not in 0 .. <see cref="MaxReturn"/>: no episode has it.</exception>
    /// <exception cref="InvalidOperationException">The examination is over.</exception>
    public EvaluationStatus Add(double episodeReturn)
    {
        if (!(episodeReturn >= 0 && episodeReturn <= MaxReturn))
            throw new ArgumentOutOfRangeException(nameof(episodeReturn), episodeReturn, $"expected 0 .. {MaxReturn}");

        if (Status != EvaluationStatus.Running)
            throw new InvalidOperationException($"the examination is over: Finished={Finished}, Status={Status}");

        Sum += episodeReturn;
        Finished++;
        return Status;
    }
}
