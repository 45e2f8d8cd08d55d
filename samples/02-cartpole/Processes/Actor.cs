using System.Numerics;
using CartPoleSample.Learning;
using Lace.Agents;
using Lace.Edge.Simulation;
using Lace.Ipc;

namespace CartPoleSample.Processes;

/// <summary>Steps the robot with a network: by chance while it trains, by the best action while it is examined.</summary>
/// <remarks>One thread.</remarks>
internal sealed class Actor
{
    private static readonly TimeSpan s_learnerPatience = TimeSpan.FromSeconds(10);

    private readonly EnvironmentClient _robot;
    private readonly PolicyNetwork _network;
    private readonly float[] _observation = new float[PolicyNetwork.ObservationLength];
    private SplitMix64 _random;

    internal Actor(EnvironmentClient robot, PolicyNetwork network, int seed)
    {
        _robot = robot;
        _network = network;
        _random = new SplitMix64((ulong)seed + 0x5EED);
    }

    internal long Steps { get; private set; }

    /// <summary>One training episode: every transition goes to the learner before the next step.</summary>
    /// <param name="seed">Start state.</param>
    /// <param name="experience">Where transitions go.</param>
    /// <param name="refresh">Called before each step: takes newer weights if there are any, and returns their version.</param>
    /// <returns>The episode's return.</returns>
    internal double Train(ulong seed, RingPublisher experience, Func<int> refresh, CancellationToken stop)
    {
        double sum = 0;
        Reset(seed, stop);
        while (true)
        {
            int version = refresh();
            Vector4 before = new(_observation);
            int action = _network.SampleAction(_observation, ref _random, out float logProbability);
            StepResult step = Step(action, stop);
            Steps++;
            sum += step.Reward;
            Send(experience, new Transition(
                before, new Vector4(_observation), action, step.Reward, step.Terminated, step.Truncated, logProbability, version), stop);
            if (step.Terminated || step.Truncated)
                return sum;
        }
    }

    /// <summary>One episode with the best action at every step; nothing is sent.</summary>
    /// <returns>The episode's return.</returns>
    internal double Examine(ulong seed, Action tick, CancellationToken stop)
    {
        double sum = 0;
        Reset(seed, stop);
        while (true)
        {
            tick();
            StepResult step = Step(_network.GreedyAction(_observation), stop);
            Steps++;
            sum += step.Reward;
            if (step.Terminated || step.Truncated)
                return sum;
        }
    }

    private void Reset(ulong seed, CancellationToken stop) => _robot.Reset(seed, Bytes.AsBytes(_observation.AsSpan()), stop);

    private StepResult Step(long action, CancellationToken stop) =>
        _robot.Step(Bytes.AsBytes(new ReadOnlySpan<long>(in action)), Bytes.AsBytes(_observation.AsSpan()), stop);

    private static void Send(RingPublisher experience, Transition transition, CancellationToken stop)
    {
        if (!experience.TryClaim(Transition.SizeBytes, out Claim claim))
        {
            // The learner is behind by a whole ring: wait, as long as there is one.
            if (experience.Subscribers == 0)
                throw new IOException($"the learner is gone: ring={experience.Name}");

            if (!experience.Claim(Transition.SizeBytes, s_learnerPatience, out claim, stop))
                throw new IOException($"the learner does not read: ring={experience.Name}, waited={s_learnerPatience}");
        }

        using (claim)
        {
            transition.WriteTo(claim.Payload);
            claim.Commit();
        }
    }
}
