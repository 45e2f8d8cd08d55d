using Lace.Ipc;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>Once warm, a message costs no managed memory.</summary>
public static class AllocationScenarios
{
    private const int Rounds = 5_000;

    public static void A_ring_message_allocates_nothing()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096, MaxPublishers = 2 });
        using RingSubscriber subscriber = RingSubscriber.Open(name);
        AllocatesNothing(() =>
        {
            publisher.TryPublish([1, 2, 3]);
            publisher.TryClaim(100, out Claim claim);
            claim.Commit(50);
            claim.Dispose();
            while (subscriber.TryRead(out Lease lease))
                lease.Dispose();

            subscriber.Wait(TimeSpan.Zero);
        });
    }

    public static void A_topic_message_allocates_nothing()
    {
        foreach (bool reliable in new[] { false, true })
        {
            string name = ScenarioDirectory.SegmentName($"topic-{reliable}");
            TopicOptions options = new() { SlotSizeBytes = 64, History = 3, Reliable = reliable };
            using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, options);
            using TopicSubscriber newest = TopicSubscriber.Open(name);
            using TopicSubscriber inOrder = TopicSubscriber.Open(name, Delivery.InOrder);
            AllocatesNothing(() =>
            {
                publisher.TryPublish([1, 2, 3]);
                publisher.TryClaim(64, out Claim aborted);
                aborted.Dispose();
                newest.TryRead(out Lease first);
                inOrder.TryRead(out Lease second);
                first.Dispose();
                second.Dispose();
                newest.Wait(TimeSpan.Zero);
            });
        }
    }

    public static void A_wait_that_sleeps_allocates_nothing()
    {
        using TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(ScenarioDirectory.SegmentName("topic"));
        AllocatesNothing(() => subscriber.Wait(TimeSpan.FromTicks(100)), rounds: 500);
    }

    public static void A_call_allocates_nothing_on_either_side()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        using ServerEnd server = (ServerEnd)IpcEnd.Create(IpcEnd.RequestServer, name);
        using ClientEnd client = (ClientEnd)IpcEnd.Open(IpcEnd.RequestClient, name);
        Exception? failure = null;
        Thread serving = new(() =>
        {
            try
            {
                AllocatesNothing(() => server.AnswerOne());
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { Name = "allocation-server" };
        serving.Start();
        AllocatesNothing(() => client.Call(7));
        serving.Join();
        Check.Null(failure);
    }

    private static void AllocatesNothing(Action action, int rounds = Rounds)
    {
        for (int i = 0; i < rounds; i++)
            action();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
            action();

        Check.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before, $"bytes in {rounds} rounds");
    }
}
