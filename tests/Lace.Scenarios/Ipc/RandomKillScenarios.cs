using Lace.Ipc;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>Peers killed at random moments under full load. Nothing committed is lost or torn, nobody stalls, nothing leaks.</summary>
public static class RandomKillScenarios
{
    private const int CallNumbers = 1 << 23;
    private const int CallsPerClient = 1 << 15;

    [TimeLimit(120)]
    public static void A_ring_loses_and_repeats_nothing_however_its_ends_are_killed()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        string written = ScenarioDirectory.FilePath("written"), read = ScenarioDirectory.FilePath("read");
        Func<int, Peer>[] starts =
        [
            _ => Peer.Start("load-publisher", IpcEnd.RingPublisher, name, written),
            _ => Peer.Start("load-ring-subscriber", name, read),
        ];

        // Keeps the segment there, on lane 1: the publishers under test follow each other on lane 0.
        using RingPublisher creator = RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096, MaxPublishers = 2 });
        using RingPublisher holder = RingPublisher.Open(name);
        creator.Dispose();
        KillAtRandom(starts, TestRun.Count(30, 2_000));

        using Progress committed = new(written, 1), done = new(read, 1);
        using RingSubscriber last = RingSubscriber.Open(name);
        long number = done[0];
        while (last.TryRead(out Lease lease))
        {
            using (lease)
            {
                number = LoadMessage.Read(lease.Payload);
                Check.True(number == done[0] + 1 || (number == done[0] && lease.Redelivered), $"number={number}, done={done[0]}");
                done[0] = number;
            }
        }

        Console.WriteLine($"messages={number}");
        Check.AtLeast(committed[0], number, "a committed message is lost");
        Check.AtMost(committed[0] + 1, number, "a message came that nobody committed");
        Check.AtLeast(1, number, "the peers did something");
    }

    [TimeLimit(120)]
    public static void A_topic_tears_and_loses_nothing_however_its_ends_are_killed()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        string written = ScenarioDirectory.FilePath("written");
        TopicOptions options = new() { SlotSizeBytes = 256, History = 4, MaxSubscribers = 4 };
        using TopicSubscriber holder = TopicSubscriber.CreateOrOpen(name, options);
        KillAtRandom(
            [
                _ => Peer.Start("load-publisher", IpcEnd.TopicPublisher, name, written),
                _ => Peer.Start("load-topic-subscriber", name, nameof(Delivery.Newest)),
                _ => Peer.Start("load-topic-subscriber", name, nameof(Delivery.InOrder)),
            ],
            TestRun.Count(30, 2_000));

        using Progress committed = new(written, 1);
        using TopicPublisher last = TopicPublisher.Open(name);
        Check.AtLeast(committed[0], last.PublishedSequence, "a committed message is lost");
        Check.True(holder.TryRead(out Lease newest));
        using (newest)
            Check.Equal(last.PublishedSequence, LoadMessage.Read(newest.Payload));
    }

    [TimeLimit(120)]
    public static void A_reliable_topic_does_not_stall_however_its_subscribers_are_killed()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        TopicOptions options = new() { SlotSizeBytes = 256, History = 2, MaxSubscribers = 3, Reliable = true };
        using TopicSubscriber holder = TopicSubscriber.CreateOrOpen(name, options);
        KillAtRandom(
            [
                _ => Peer.Start("load-publisher", IpcEnd.TopicPublisher, name, ScenarioDirectory.FilePath("written")),
                _ => Peer.Start("load-topic-subscriber", name, nameof(Delivery.InOrder)),
                _ => Peer.Start("load-topic-subscriber", name, nameof(Delivery.InOrder)),
            ],
            TestRun.Count(20, 1_000));
    }

    [TimeLimit(120)]
    public static void A_request_runs_at_most_once_however_servers_and_clients_are_killed()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        string runs = ScenarioDirectory.FilePath("runs");
        using ServerEnd server = (ServerEnd)IpcEnd.Create(IpcEnd.RequestServer, name);
        using ClientEnd holder = (ClientEnd)IpcEnd.Open(IpcEnd.RequestClient, name);
        server.Dispose();
        Func<int, Peer> client = started =>
        {
            int firstNumber = started * CallsPerClient % CallNumbers;
            return Peer.Start("load-client", name, runs, $"{CallNumbers}", $"{firstNumber}", $"{firstNumber + CallsPerClient}");
        };
        KillAtRandom([_ => Peer.Start("load-server", name, runs, $"{CallNumbers}"), client, client], TestRun.Count(30, 200));

        using Progress counted = new(runs, CallNumbers);
        long ran = 0;
        for (int number = 0; number < CallNumbers; number++)
        {
            Check.AtMost(1, counted[number], $"number={number}");
            ran += counted[number];
        }

        Console.WriteLine($"requests run={ran}");
        Check.AtLeast(1, ran, "the peers did something");
    }

    /// <summary>Keeps one peer of each kind running; kills one at a random moment and starts its successor, over and over.</summary>
    private static void KillAtRandom(Func<int, Peer>[] starts, int kills)
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}, kills={kills}");
        Random random = new(seed);
        int started = 0;
        Peer?[] peers = new Peer?[starts.Length];
        try
        {
            for (int i = 0; i < peers.Length; i++)
                peers[i] = starts[i](started++);

            for (int kill = 0; kill < kills; kill++)
            {
                int victim = random.Next(peers.Length);
                Peer peer = peers[victim]!;

                // Most are killed at work, some while they start and attach.
                if (random.Next(4) != 0)
                    peer.WaitForLine("attached");

                Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 30));
                foreach (Peer each in peers.OfType<Peer>())
                    Check.False(each.HasExited, $"kill={kill}, seed={seed}: {each.Describe()}");

                peer.Kill9();
                peer.Dispose();
                peers[victim] = starts[victim](started++);
            }
        }
        finally
        {
            foreach (Peer? peer in peers)
            {
                peer?.Kill9();
                peer?.Dispose();
            }
        }
    }
}
