using System.Numerics;
using CartPoleSample.Learning;
using Lace.Edge.Simulation;

namespace CartPoleSample;

/// <summary>
/// Actor, learner and examination in one loop without any transport: what the learning does without the wire.
/// </summary>
internal sealed class LocalTraining
{
    /// <summary>Training seeds of a run: disjoint between runs, and below the examination's.</summary>
    private const int SeedsPerRun = 1 << 24;

    private readonly int _delay;
    private readonly PpoOptions _options;
    private readonly Ppo _learner;
    private readonly CartPole _world = new();
    private readonly PolicyNetwork _actor = new();
    private readonly float[] _observation = new float[PolicyNetwork.ObservationLength];
    private readonly Queue<(int Version, float[] Weights)> _onTheWay = new();
    private readonly ReturnWindow _recent = new();
    private readonly int _run;
    private SplitMix64 _random;
    private ulong _nextSeed;
    private double _episodeReturn;
    private int _actorVersion;

    /// <param name="seed">The run: decides weights, actions and start states.</param>
    /// <param name="delay">Rollouts by which new weights reach the actor late.</param>
    /// <param name="options">The learner's options.</param>
    public LocalTraining(int seed, int delay, PpoOptions? options = null)
    {
        _run = seed;
        _delay = delay;
        _options = options ?? new PpoOptions();
        _learner = new Ppo((ulong)seed, _options);
        _actor.SetWeights(_learner.Weights);
        _random = new SplitMix64((ulong)seed + 0x5EED);
        _nextSeed = (ulong)seed * SeedsPerRun;
        _world.Reset(_nextSeed++);
    }

    public long TrainingSteps { get; private set; }

    public long EvaluationSteps { get; private set; }

    public int Episodes { get; private set; }

    public int Attempts { get; private set; }

    public double RecentReturn => _recent.Mean;

    public GreedyEvaluation? LastEvaluation { get; private set; }

    /// <summary>Acts for one rollout, learns from it, and examines when the recent returns promise a pass.</summary>
    /// <returns>Whether the examination was passed; and what the update did.</returns>
    public (bool Solved, PpoUpdate Update) RunOnce()
    {
        Transition[] rollout = new Transition[_options.RolloutLength];
        for (int t = 0; t < rollout.Length; t++)
            rollout[t] = Act();

        PpoUpdate update = _learner.Update(rollout);
        _onTheWay.Enqueue((update.Version, _learner.Weights.ToArray()));
        if (_onTheWay.Count > _delay)
        {
            (_actorVersion, float[] weights) = _onTheWay.Dequeue();
            _actor.SetWeights(weights);
        }

        return (_recent.PromisesPass && Examine(), update);
    }

    private Transition Act()
    {
        _world.State.CopyTo(_observation);
        Vector4 before = new(_observation);
        int action = _actor.SampleAction(_observation, ref _random, out float logProbability);
        CartPoleStep step = _world.Step(action);
        _world.State.CopyTo(_observation);
        Vector4 after = new(_observation);
        TrainingSteps++;
        _episodeReturn += step.Reward;

        if (step.EpisodeOver)
        {
            _recent.Add(_episodeReturn);
            _episodeReturn = 0;
            Episodes++;
            _world.Reset(_nextSeed++);
        }

        return new Transition(before, after, action, (float)step.Reward, step.Terminated, step.Truncated, logProbability, _actorVersion);
    }

    private bool Examine()
    {
        GreedyEvaluation evaluation = new(Attempts++, _run);
        CartPole world = new();
        while (evaluation.Status == EvaluationStatus.Running)
        {
            world.Reset(evaluation.NextSeed);
            double sum = 0;
            CartPoleStep step;
            do
            {
                world.State.CopyTo(_observation);
                step = world.Step(_actor.GreedyAction(_observation));
                sum += step.Reward;
                EvaluationSteps++;
            }
            while (!step.EpisodeOver);

            evaluation.Add(sum);
        }

        LastEvaluation = evaluation;
        if (evaluation.Status == EvaluationStatus.Passed)
            return true;

        _recent.Clear();
        return false;
    }
}
