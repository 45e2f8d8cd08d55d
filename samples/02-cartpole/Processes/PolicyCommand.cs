using System.CommandLine;
using CartPoleSample.Learning;
using Lace.Agents;
using Lace.Edge.Robot;
using Lace.Ipc;
using Lace.Net;

namespace CartPoleSample.Processes;

/// <summary><c>cartpole policy</c>: acts on every observation of the robot until the task is solved, and shows how it goes.</summary>
internal static class PolicyCommand
{
    /// <summary>Training seeds of a run: disjoint between runs, and below the examination's.</summary>
    private const ulong SeedsPerRun = 1 << 24;

    private static readonly TimeSpan s_learnerStart = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        Option<Endpoint> robot = ProcessOptions.Robot(), camera = ProcessOptions.Camera();
        Option<Endpoint> experience = ProcessOptions.Experience(), weights = ProcessOptions.Weights();
        Option<int> seed = ProcessOptions.Seed();
        Option<bool> keep = new("--keep") { Description = "Go on acting when solved, until Ctrl-C." };
        const string Description = "Act on every observation of the robot, send transitions to the learner, take its weights, "
            + "until solved.";
        Command command = new("policy", Description)
        {
            robot, camera, experience, weights, seed, keep,
        };
        command.SetAction((parsed, stop) => ProcessRun.Run(parsed, () => Act(
            parsed.GetValue(robot)!, parsed.GetValue(camera)!.Name, parsed.GetValue(experience)!.Name, parsed.GetValue(weights)!.Name,
            parsed.GetValue(seed), parsed.GetValue(keep), parsed.InvocationConfiguration.Output, stop)));
        return command;
    }

    private static int Act(
        Endpoint robotEndpoint,
        string cameraTopic,
        string experienceRing,
        string weightsTopic,
        int seed,
        bool keep,
        TextWriter output,
        CancellationToken stop)
    {
        using CameraWatcher camera = new(cameraTopic);
        using RingPublisher experience = RingPublisher.CreateOrOpen(experienceRing, ExperienceRing.Options);
        using TopicSubscriber weights = TopicSubscriber.CreateOrOpen(weightsTopic, WeightsMessage.Topic);
        using EnvironmentClient robot = EnvironmentClient.Connect(
            robotEndpoint,
            new EnvironmentClientOptions
            {
                ExpectedName = CartPoleEnvironment.Name,
                ExpectedVersion = CartPoleEnvironment.Version,

                // On one host a robot answers in well under a millisecond: one that is silent for seconds is gone.
                Attempts = 2,
                Transport = new RequestClientOptions { Timeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(1) },
            },
            stop);

        PolicyNetwork network = new();
        int version = AwaitFirstWeights(weights, network, stop);
        Actor actor = new(robot, network, seed);
        Progress progress = new(output, camera, actor);
        ReturnWindow recent = new();
        ulong nextSeed = (ulong)seed * SeedsPerRun;
        int examinations = 0;
        bool solved = false;

        int Refresh()
        {
            stop.ThrowIfCancellationRequested();
            if (WeightsMessage.TryTake(weights, network) is { } newer)
            {
                // Weights never go back: the topic's newest is the learner's last.
                version = (int)newer;
            }
            else if (weights.Publishers == 0)
            {
                throw new IOException($"the learner is gone: topic={weightsTopic}");
            }

            progress.Tick(version);
            return version;
        }

        try
        {
            while (!solved || keep)
            {
                double sum = actor.Train(nextSeed++, experience, Refresh, stop);
                recent.Add(sum);
                progress.EpisodeEnded(recent.Mean);
                if (solved || !recent.PromisesPass)
                    continue;

                solved = Examine(actor, progress, examinations++, seed, version, stop);
                recent.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            progress.Summarise(solved);
            return solved ? 0 : 130;
        }

        progress.Summarise(solved);
        return 0;
    }

    private static int AwaitFirstWeights(TopicSubscriber weights, PolicyNetwork network, CancellationToken stop)
    {
        long deadlineNs = MonotonicClock.NowNs + (long)(s_learnerStart.TotalMilliseconds * 1e6);
        while (true)
        {
            if (WeightsMessage.TryTake(weights, network) is { } version)
                return (int)version;

            if (MonotonicClock.NowNs >= deadlineNs)
                throw new IOException($"no weights in {s_learnerStart.TotalSeconds:F0} s: topic={weights.Name}; start `cartpole learner`");

            weights.Wait(TimeSpan.FromSeconds(1), stop);
        }
    }

    private static bool Examine(Actor actor, Progress progress, int attempt, int run, int version, CancellationToken stop)
    {
        GreedyEvaluation evaluation = new(attempt, run);
        while (evaluation.Status == EvaluationStatus.Running)
        {
            evaluation.Add(actor.Examine(evaluation.NextSeed, () => progress.Tick(version), stop));
            progress.Examining(evaluation);
        }

        progress.Examined(evaluation);
        return evaluation.Status == EvaluationStatus.Passed;
    }
}
