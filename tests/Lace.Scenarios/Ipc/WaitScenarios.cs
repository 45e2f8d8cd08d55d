using System.Diagnostics;
using Lace.Ipc;
using Lace.Ipc.Liveness;
using Lace.Ipc.Rings;
using Lace.Ipc.Segments;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>Waiting: woken by every message, by nothing else for long, and at no cost while it lasts.</summary>
/// <remarks>
/// A lost ring would be healed by the look for the dead every 100 ms and show as nothing but slowness. So the waiter says when it
/// finds news that nobody rang for; a message of that very moment looks the same, and is allowed for once or twice.
/// </remarks>
public static class WaitScenarios
{
    private const int UnrungByChance = 2;
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [TimeLimit(120)]
    public static void Two_threads_that_park_between_messages_always_wake_each_other()
    {
        string there = ScenarioDirectory.SegmentName("there"), back = ScenarioDirectory.SegmentName("back");
        int unrung = CountUnrung(() => PingPong(there, back, () =>
        {
            Thread pong = new(() => LoadPeers.Pong([there, back], TextReader.Null, TextWriter.Null)) { Name = "pong" };
            pong.Start();
            return pong.Join;
        }));
        Check.AtMost(UnrungByChance, unrung);
    }

    [TimeLimit(120)]
    public static void Two_processes_that_park_between_messages_always_wake_each_other()
    {
        string there = ScenarioDirectory.SegmentName("there"), back = ScenarioDirectory.SegmentName("back");
        int unrung = CountUnrung(() => PingPong(there, back, () =>
        {
            Peer pong = Peer.Start("pong", there, back);
            pong.WaitForLine("attached");
            return () =>
            {
                Check.Equal(0, pong.WaitForExit());
                pong.Dispose();
            };
        }));
        Check.AtMost(UnrungByChance, unrung);
    }

    public static void A_publisher_that_did_not_ring_would_be_caught_by_the_scenarios_above()
    {
        const int Messages = 5;
        string name = ScenarioDirectory.SegmentName("ring");
        using RingSubscriber subscriber = RingSubscriber.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096 });
        using RawSegment raw = new(name);
        LaneWriter silent = new(raw.Region.Slice(raw.BodyOffset, LaneLayout.LaneBytes(4096)), 4096);
        silent.TakeOver();
        int unrung = CountUnrung(() =>
        {
            for (int i = 0; i < Messages; i++)
            {
                Thread writer = new(() =>
                {
                    Thread.Sleep(20);
                    Check.True(silent.TryReserve(8, out _));
                    silent.Commit(8);
                }) { Name = "silent-publisher" };
                writer.Start();
                Check.Equal(WaitResult.Ready, subscriber.Wait(s_long));
                writer.Join();
                Check.True(subscriber.TryRead(out Lease lease));
                lease.Dispose();
            }
        });
        Check.AtLeast(UnrungByChance + 1, unrung);
    }

    public static void A_timeout_is_never_early()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096 });
        using RingSubscriber subscriber = RingSubscriber.Open(name);
        TimeSpan timeout = TimeSpan.FromMilliseconds(150);
        NotBefore(timeout, () => Check.Equal(WaitResult.TimedOut, subscriber.Wait(timeout)));
        NotBefore(TimeSpan.Zero, () => Check.Equal(WaitResult.TimedOut, subscriber.Wait(TimeSpan.Zero)));
        while (publisher.TryPublish(new byte[1000]))
        {
        }

        NotBefore(timeout, () => Check.False(publisher.Claim(1000, timeout, out _)));
        while (subscriber.TryRead(out Lease lease))
            lease.Dispose();

        string calls = ScenarioDirectory.SegmentName("calls");
        using RequestRingServer server = RequestRingServer.CreateOrOpen(calls);
        using RequestRingClient client = RequestRingClient.Open(calls);
        NotBefore(timeout, () => Check.Equal(CallResult.TimedOut, client.Call([1], timeout, out _)));
    }

    public static void The_longest_timeout_there_is_waits_for_the_message()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name);
        using RingSubscriber subscriber = RingSubscriber.Open(name);
        Task late = Task.Run(async () =>
        {
            await Task.Delay(50).ConfigureAwait(false);
            publisher.TryPublish([1]);
        });
        Check.Equal(WaitResult.Ready, subscriber.Wait(TimeSpan.MaxValue));
        late.GetAwaiter().GetResult();
        Check.True(subscriber.TryRead(out Lease lease));
        lease.Dispose();
    }

    public static void Cancelling_ends_a_wait_before_it_begins_and_while_it_sleeps()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(name);
        Check.Throws<OperationCanceledException>(() => subscriber.Wait(s_long, new CancellationToken(canceled: true)));
        for (int round = 0; round < 20; round++)
        {
            using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(round));
            CancellationToken token = source.Token;
            Check.Equal(token, Check.Throws<OperationCanceledException>(() => subscriber.Wait(s_long, token)).CancellationToken);
        }

        Check.Equal(WaitResult.TimedOut, subscriber.Wait(TimeSpan.FromMilliseconds(1)));
    }

    public static void A_change_of_peers_is_told_once()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        TimeSpan moment = TimeSpan.FromMilliseconds(10);
        using TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(name, IpcEnd.TopicOptions);
        Check.Equal(WaitResult.TimedOut, subscriber.Wait(moment));
        TopicPublisher publisher = TopicPublisher.Open(name);
        Check.Equal(WaitResult.PeersChanged, subscriber.Wait(moment));
        Check.Equal(WaitResult.TimedOut, subscriber.Wait(moment));
        publisher.Dispose();
        Check.Equal(WaitResult.PeersChanged, subscriber.Wait(moment));
        Check.Equal(WaitResult.TimedOut, subscriber.Wait(moment));
        using (TopicSubscriber.Open(name))
            Check.Equal(WaitResult.TimedOut, subscriber.Wait(moment), "another reader is none of this one's peers");

        using Peer dying = Crash.StartAttached(IpcEnd.TopicPublisher, name);
        Check.Equal(WaitResult.PeersChanged, subscriber.Wait(s_long));
        dying.Kill9();
        Check.Equal(WaitResult.PeersChanged, subscriber.Wait(s_long));
        Check.Equal(WaitResult.TimedOut, subscriber.Wait(moment));
        Check.Equal(0, subscriber.Publishers);
    }

    public static void A_parked_waiter_uses_next_to_no_processor()
    {
        using TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(ScenarioDirectory.SegmentName("topic"));
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        Check.Equal(WaitResult.TimedOut, subscriber.Wait(TimeSpan.FromSeconds(2)));
        self.Refresh();

        // Of the whole process; waiting by spinning would be 2,000.
        Check.AtMost(400, (self.TotalProcessorTime - before).TotalMilliseconds);
    }

    private static void PingPong(string there, string back, Func<Action> startPong)
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        using RingPublisher publisher = RingPublisher.CreateOrOpen(there, new RingOptions { CapacityBytes = 4096 });
        using RingSubscriber subscriber = RingSubscriber.CreateOrOpen(back, new RingOptions { CapacityBytes = 4096 });
        Action join = startPong();
        byte[] message = new byte[8];
        for (int i = TestRun.Count(6_000, 1_000_000); i >= 0; i--)
        {
            Check.True(publisher.TryPublish(i == 0 ? [] : message));
            LoadPeers.Pause(random);
            Lease lease;
            while (!subscriber.TryRead(out lease))
                subscriber.Wait(Timeout.InfiniteTimeSpan);

            lease.Dispose();
        }

        join();
    }

    private static int CountUnrung(Action action)
    {
        int unrung = 0;
        FaultPoint.Reached = name =>
        {
            if (name == "wait.unrung")
                Interlocked.Increment(ref unrung);
        };
        try
        {
            action();
        }
        finally
        {
            FaultPoint.Reached = null;
        }

        return unrung;
    }

    private static void NotBefore(TimeSpan time, Action wait)
    {
        long start = MonotonicClock.NowNs;
        wait();
        Check.AtLeast(time.Ticks * 100, MonotonicClock.NowNs - start);
    }
}
