using Lace.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What is still good after Dispose, and what is not.</summary>
public static class DisposeScenarios
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static void An_open_lease_stays_readable_and_its_end_unmaps()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name);
        Check.True(publisher.TryPublish([1, 2, 3]));
        TopicSubscriber subscriber = TopicSubscriber.Open(name);
        Check.True(subscriber.TryRead(out Lease lease));
        int mapped = Mappings(name);
        subscriber.Dispose();
        Check.Equal(mapped, Mappings(name));
        Check.Equal(1, publisher.Subscribers, "a lease is open");
        Check.SequenceEqual<byte>([1, 2, 3], lease.Payload.ToArray());
        Check.Throws<ObjectDisposedException>(() => subscriber.TryRead(out _));
        lease.Dispose();
        Check.Equal(mapped - 1, Mappings(name));
        Check.Equal(0, publisher.Subscribers);
        lease.Dispose();
    }

    public static void An_open_claim_can_still_be_committed_and_its_end_unmaps()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingSubscriber subscriber = RingSubscriber.CreateOrOpen(name);
        RingPublisher publisher = RingPublisher.Open(name);
        Check.True(publisher.TryClaim(3, out Claim claim));
        int mapped = Mappings(name);
        publisher.Dispose();
        claim.Payload.Fill(9);
        claim.Commit();
        Check.Equal(mapped - 1, Mappings(name));
        Check.Equal(0, subscriber.Publishers);
        Check.True(subscriber.TryRead(out Lease lease));
        Check.SequenceEqual<byte>([9, 9, 9], lease.Payload.ToArray());
        lease.Dispose();
        Check.Throws<ObjectDisposedException>(() => publisher.TryPublish([1]));
    }

    public static void Everything_says_that_it_is_disposed_and_a_second_dispose_does_nothing()
    {
        string topic = ScenarioDirectory.SegmentName("topic"), calls = ScenarioDirectory.SegmentName("calls");
        TopicPublisher publisher = TopicPublisher.CreateOrOpen(topic);
        TopicSubscriber subscriber = TopicSubscriber.Open(topic);
        RequestRingServer server = RequestRingServer.CreateOrOpen(calls);
        RequestRingClient client = RequestRingClient.Open(calls);
        foreach (IDisposable each in new IDisposable[] { publisher, subscriber, server, client })
        {
            each.Dispose();
            each.Dispose();
        }

        Check.Throws<ObjectDisposedException>(() => publisher.TryPublish([1]));
        Check.Throws<ObjectDisposedException>(() => publisher.Claim(1, s_long, out _));
        Check.Throws<ObjectDisposedException>(() => publisher.Subscribers.ToString());
        Check.Throws<ObjectDisposedException>(() => subscriber.TryRead(out _));
        Check.Contains("TopicSubscriber", Check.Throws<ObjectDisposedException>(() => subscriber.Wait(s_long)).Message);
        Check.Throws<ObjectDisposedException>(() => server.TryTake(out _));
        Check.Throws<ObjectDisposedException>(() => server.TryReply(default, [1]));
        Check.Throws<ObjectDisposedException>(() => server.Wait(s_long));
        Check.Throws<ObjectDisposedException>(() => client.Call([1], s_long, out _));
        Check.Throws<ObjectDisposedException>(() => client.HasServer.ToString());
        Check.Equal(0, Mappings(topic) + Mappings(calls));
    }

    public static void Dispose_wakes_who_waits_in_every_role()
    {
        string topic = ScenarioDirectory.SegmentName("topic");
        string ring = ScenarioDirectory.SegmentName("ring");
        string calls = ScenarioDirectory.SegmentName("calls");
        TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(topic);
        Woken(subscriber, () => subscriber.Wait(Timeout.InfiniteTimeSpan));

        RingPublisher publisher = RingPublisher.CreateOrOpen(ring, new RingOptions { CapacityBytes = 4096 });
        using RingSubscriber drain = RingSubscriber.Open(ring);
        while (publisher.TryPublish(new byte[1000]))
        {
        }

        Woken(publisher, () => publisher.Claim(1000, Timeout.InfiniteTimeSpan, out _));
        while (drain.TryRead(out Lease lease))
            lease.Dispose();

        RequestRingServer server = RequestRingServer.CreateOrOpen(calls);
        RequestRingClient client = RequestRingClient.Open(calls);
        Woken(client, () => client.Call([1], Timeout.InfiniteTimeSpan, out _));
        Check.False(server.TryTake(out _), "its request is not run any more");
        Woken(server, () => server.Wait(Timeout.InfiniteTimeSpan));
    }

    public static void A_dispose_at_any_moment_of_a_busy_reader_is_clean()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name);
        using CancellationTokenSource stop = new();
        Thread writer = new(() =>
        {
            while (!stop.IsCancellationRequested)
                publisher.TryPublish([1, 2, 3]);
        }) { Name = "busy-writer" };
        writer.Start();
        for (int round = 0; round < TestRun.Count(300, 20_000); round++)
        {
            TopicSubscriber subscriber = TopicSubscriber.Open(name);
            using Barrier start = new(2);
            Exception? failure = null;
            Thread reader = new(() =>
            {
                start.SignalAndWait();
                try
                {
                    while (true)
                    {
                        if (subscriber.TryRead(out Lease lease))
                        {
                            Check.Equal(3, lease.Payload[2]);
                            lease.Dispose();
                        }
                        else
                        {
                            subscriber.Wait(Timeout.InfiniteTimeSpan);
                        }
                    }
                }
                catch (Exception e)
                {
                    failure = e;
                }
            }) { Name = "busy-reader" };
            reader.Start();
            start.SignalAndWait();
            Thread.SpinWait(round * 37 % 2000);
            subscriber.Dispose();
            reader.Join();
            Check.True(failure is ObjectDisposedException, $"{failure}");
        }

        stop.Cancel();
        writer.Join();
        Check.Equal(1, Mappings(name));
        Check.Equal(0, publisher.Subscribers);
    }

    /// <summary>Disposes an end once another thread sleeps in it; that thread gets the exception.</summary>
    private static void Woken(IDisposable end, Action wait)
    {
        Exception? thrown = null;
        Thread waiter = new(() =>
        {
            try
            {
                while (true)
                    wait();
            }
            catch (Exception e)
            {
                thrown = e;
            }
        }) { Name = "disposed-waiter" };
        waiter.Start();
        Thread.Sleep(50);
        Check.True(waiter.IsAlive, $"it waits: {thrown}");
        end.Dispose();
        waiter.Join();
        Check.True(thrown is ObjectDisposedException, $"{thrown}");
    }

    private static int Mappings(string name) =>
        File.ReadLines("/proc/self/maps").Count(line => line.EndsWith($"lace.{name}", StringComparison.Ordinal));
}
