using System.CommandLine;
using CartPoleSample.Learning;
using Lace.Ipc;
using Lace.Net;

namespace CartPoleSample.Processes;

/// <summary><c>cartpole learner</c>: takes transitions from a ring, publishes weights on a topic.</summary>
internal static class LearnerCommand
{
    public static Command Create()
    {
        Option<Endpoint> experience = ProcessOptions.Experience(), weights = ProcessOptions.Weights();
        Option<int> seed = ProcessOptions.Seed();
        Command command =
            new("learner", "Learn from the transitions that a policy sends, and publish new weights.") { experience, weights, seed };
        command.SetAction((parsed, stop) => ProcessRun.Run(parsed, () =>
            Learn(parsed.GetValue(experience)!.Name, parsed.GetValue(weights)!.Name, parsed.GetValue(seed),
                parsed.InvocationConfiguration.Output, stop)));
        return command;
    }

    private static int Learn(string experienceRing, string weightsTopic, int seed, TextWriter output, CancellationToken stop)
    {
        PpoOptions options = new();
        Ppo learner = new((ulong)seed, options);
        using RingSubscriber experience = RingSubscriber.CreateOrOpen(experienceRing, ExperienceRing.Options);
        using TopicPublisher weights = TopicPublisher.CreateOrOpen(weightsTopic, WeightsMessage.Topic);
        WeightsMessage.Publish(weights, learner.Weights, learner.Version);
        output.WriteLine($"ready experience shm://{experienceRing} weights shm://{weightsTopic}");

        Transition[] rollout = new Transition[options.RolloutLength];
        int filled = 0;
        bool hadActor = false;
        try
        {
            while (true)
            {
                // Here too: with an actor that is fast enough there is never anything to wait for.
                stop.ThrowIfCancellationRequested();
                if (experience.TryRead(out Lease lease))
                {
                    using (lease)
                        rollout[filled++] = Transition.ReadFrom(lease.Payload);
                }
                else
                {
                    experience.Wait(Timeout.InfiniteTimeSpan, stop);
                    ReportActors(experience, ref hadActor, output);
                }

                if (filled < rollout.Length)
                    continue;

                PpoUpdate update = learner.Update(rollout);
                filled = 0;
                WeightsMessage.Publish(weights, learner.Weights, update.Version);
                output.WriteLine(
                    $"update {update.Version,3}: entropy {update.Entropy:F2}, value error {update.ValueError:F4}, "
                    + $"lag of the oldest transition {update.OldestLag}");
            }
        }
        catch (OperationCanceledException)
        {
            output.WriteLine($"learner stopped after {learner.Version} updates of {options.RolloutLength} transitions");
            return 0;
        }
    }

    private static void ReportActors(RingSubscriber experience, ref bool hadActor, TextWriter output)
    {
        bool hasActor = experience.Publishers > 0;
        if (hasActor != hadActor)
            output.WriteLine(hasActor ? "an actor is here" : "the actor is gone; waiting for another");

        hadActor = hasActor;
    }
}
