using System.Buffers.Binary;
using Lace.Ipc;
using Lace.Ipc.Rings;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>Damaged and deceitful bytes: an error that names the word, or nothing; never a crash, a hang, or gigabytes.</summary>
public static class HostileScenarios
{
    private static readonly string[] s_kinds = ["topic", "ring", "calls", "snapshot"];

    [TimeLimit(120)]
    public static void A_damaged_segment_is_refused_or_used_but_never_fatal()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        foreach (string kind in s_kinds)
        {
            string directory = Directory.CreateDirectory(ScenarioDirectory.FilePath(kind)).FullName;
            CreateUsed(kind, "base", directory);
            using Peer victim = Peer.Start("hostile-open", kind, directory, $"{seed}", $"{TestRun.Count(1_000, 100_000)}");
            Console.WriteLine(victim.WaitForLine("done", TimeSpan.FromSeconds(TestRun.Count(60, 900))));
            Check.Equal(0, victim.WaitForExit());
        }
    }

    [TimeLimit(120)]
    public static void Live_readers_and_writers_survive_what_is_damaged_under_them()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        foreach (string kind in s_kinds)
        {
            string directory = Directory.CreateDirectory(ScenarioDirectory.FilePath(kind)).FullName;
            CreateUsed(kind, "base", directory);
            byte[] sound = File.ReadAllBytes(Path.Combine(directory, "lace.base"));
            using RawSegment raw = new("base", directory);
            using Peer one = Peer.Start("hostile-work", kind, directory, "base");
            using Peer two = Peer.Start("hostile-work", kind, directory, "base");
            one.WaitForLine("working");
            two.WaitForLine("working");
            for (int round = 0; round < TestRun.Count(600, 60_000); round++)
            {
                for (int words = 0; words < 3; words++)
                {
                    Mutation.Apply(raw, random);
                    Thread.SpinWait(random.Next(2_000));
                }

                if (round % 3 == 0)
                    sound.CopyTo(raw.Region.Span(0, sound.Length));

                Check.False(one.HasExited || two.HasExited, $"round={round}: {one.Describe()} {two.Describe()}");
                Thread.Sleep(1);
            }

            Console.WriteLine($"{Crash.Ask(one, "end", "survived")}, {Crash.Ask(two, "end", "survived")}");
        }
    }

    public static void A_payload_that_looks_like_records_is_never_read_as_one() => Check.Equal(0, Imitate(undoZero: false));

    public static void Without_the_zero_behind_a_record_the_scenario_above_would_find_messages_that_nobody_sent() =>
        Check.AtLeast(1, Imitate(undoZero: true));

    public static void A_publisher_that_met_a_corrupt_word_can_be_disposed()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingSubscriber subscriber = RingSubscriber.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096 });
        RingPublisher publisher = RingPublisher.Open(name);
        while (publisher.TryPublish(new byte[1000]))
        {
        }

        using (RawSegment raw = new(name))
            raw.Int64(raw.BodyOffset + LaneLayout.ConsumedPosition).StoreRelease(1L << 50);

        SegmentCorruptException corrupt = Check.Throws<SegmentCorruptException>(() => publisher.TryPublish(new byte[1000]));
        Check.Equal("ConsumedPosition", corrupt.Field);
        publisher.Dispose();
        Check.Equal(0, subscriber.Publishers);
        subscriber.Dispose();

        // A ring that cannot be read is kept for who looks into it.
        Check.True(SegmentDirectory.Remove(name));
    }

    /// <summary>Fills a ring with messages made of record heads; returns how often its reader found more than was sent.</summary>
    private static int Imitate(bool undoZero)
    {
        const int Capacity = 4096, FakeBytes = 33;
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = Capacity });
        using RingSubscriber subscriber = RingSubscriber.Open(name);
        using RawSegment raw = new(name);
        int surplus = 0;
        for (long sequence = 1; sequence <= TestRun.Count(20_000, 2_000_000) && surplus == 0; sequence++)
        {
            byte[] message = new byte[random.Next(200) * 8];
            for (int at = 0; at + 16 <= message.Length; at += 8)
            {
                BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(at), FakeBytes + 1);
                BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(at + 4), 1);
                BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(at + 8), sequence + 1);
                at += 8;
            }

            Check.True(publisher.TryPublish(message));
            Check.True(subscriber.TryRead(out Lease lease));
            Check.Equal(sequence, lease.Sequence);
            Check.SequenceEqual<byte>(message, lease.Payload);
            lease.Dispose();
            if (undoZero)
            {
                // What an earlier lap left behind this record is put back where the publisher stored its zero.
                long next = raw.Int64(raw.BodyOffset + LaneLayout.ConsumedPosition).LoadAcquire() & (Capacity - 1);
                long head = raw.BodyOffset + LaneLayout.Records + next;
                raw.Int64(head + LaneLayout.RecordSequence).StoreRelease(sequence + 1);
                raw.Int32(head + LaneLayout.RecordCommit).StoreRelease(FakeBytes + 1);
            }

            if (subscriber.TryRead(out Lease surplusLease))
            {
                surplus++;
                surplusLease.Dispose();
            }
        }

        return surplus;
    }

    /// <summary>A persistent segment of some kind in which a little has happened, and nobody attached.</summary>
    private static void CreateUsed(string kind, string name, string directory)
    {
        if (kind == "topic")
        {
            TopicOptions options = IpcEnd.TopicOptions with { Directory = directory, Persistent = true, Reliable = true };
            using PublisherEnd topic = new(TopicPublisher.CreateOrOpen(name, options));
            topic.Publish(1);
        }
        else if (kind == "ring")
        {
            RingOptions options = IpcEnd.RingOptions with { Directory = directory, Persistent = true };
            using PublisherEnd ring = new(RingPublisher.CreateOrOpen(name, options));
            for (int i = 0; i < 40; i++)
                ring.Publish(i);
        }
        else if (kind == "snapshot")
        {
            SnapshotOptions options = new() { Directory = directory, Persistent = true };
            using SnapshotPublisher<Guid> snapshot = SnapshotPublisher<Guid>.CreateOrOpen(name, options);
            snapshot.Publish(Guid.AllBitsSet);
        }
        else
        {
            SegmentOptions here = new() { Directory = directory };
            RequestRingOptions options = IpcEnd.RequestOptions with { Directory = directory, Persistent = true };
            using ServerEnd server = new(RequestRingServer.CreateOrOpen(name, options));
            using ClientEnd client = new(RequestRingClient.Open(name, here));
            server.Answer(client, 1);
            client.Call(2, TimeSpan.FromMilliseconds(1));
        }
    }
}
