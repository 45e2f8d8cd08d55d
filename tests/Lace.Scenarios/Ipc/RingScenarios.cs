using System.Buffers.Binary;
using Lace.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What a ring promises: every message once, in order, or Full.</summary>
public static class RingScenarios
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static void A_message_arrives_as_it_was_written()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name);
        using RingSubscriber subscriber = RingSubscriber.Open(name);

        Check.True(publisher.TryPublish([1, 2, 3]));

        Check.True(subscriber.TryRead(out Lease lease));
        using (lease)
        {
            Check.SequenceEqual<byte>([1, 2, 3], lease.Payload.ToArray());
            Check.Equal(1, lease.Sequence);
            Check.False(lease.Redelivered);
        }

        Check.False(subscriber.TryRead(out _));
    }

    public static void An_uncommitted_claim_publishes_nothing()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name);
        using RingSubscriber subscriber = RingSubscriber.Open(name);

        Check.True(publisher.TryClaim(100, out Claim claim));
        claim.Payload.Fill(7);
        claim.Dispose();

        Check.False(subscriber.TryRead(out _));
        Check.True(publisher.TryPublish([1]));
        Check.True(subscriber.TryRead(out Lease lease));
        Check.Equal(1, lease.Payload.Length);
        lease.Dispose();
    }

    public static void Messages_of_random_sizes_match_a_plain_queue()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096 });
        using RingSubscriber subscriber = RingSubscriber.Open(name);
        Queue<byte[]> oracle = new();
        int full = 0;

        for (int step = 0; step < TestRun.Count(200_000, 5_000_000); step++)
        {
            if (random.Next(2) == 0)
            {
                byte[] message = new byte[random.Next(4) == 0 ? random.Next(publisher.MaxPayloadBytes + 1) : random.Next(40)];
                random.NextBytes(message);
                if (publisher.TryPublish(message))
                    oracle.Enqueue(message);
                else
                    full++;
            }
            else if (subscriber.TryRead(out Lease lease))
            {
                Check.SequenceEqual(oracle.Dequeue(), lease.Payload.ToArray(), $"step={step}");
                lease.Dispose();
            }
            else
            {
                Check.Equal(0, oracle.Count, $"step={step}");
            }
        }

        Check.AtLeast(1, full, "the ring is small enough to have been full");
        while (subscriber.TryRead(out Lease rest))
        {
            oracle.Dequeue();
            rest.Dispose();
        }

        Check.Equal(0, oracle.Count);
    }

    public static void Two_threads_pass_a_million_messages_in_order_and_park_in_between()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = 4096 });
        using RingSubscriber subscriber = RingSubscriber.Open(name);
        int count = TestRun.Count(300_000, 20_000_000);
        Exception? failure = null;
        Thread writer = new(() =>
        {
            try
            {
                for (long i = 1; i <= count; i++)
                {
                    Check.True(publisher.Claim(8 + (int)(i % 5) * 8, s_long, out Claim claim));
                    BinaryPrimitives.WriteInt64LittleEndian(claim.Payload, i);
                    claim.Commit();
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { Name = "ring-writer" };
        writer.Start();

        for (long expected = 1; expected <= count;)
        {
            if (!subscriber.TryRead(out Lease lease))
            {
                Check.NotEqual(WaitResult.TimedOut, subscriber.Wait(s_long), $"at message {expected}");
                continue;
            }

            Check.Equal(expected, BinaryPrimitives.ReadInt64LittleEndian(lease.Payload));
            Check.Equal(expected, lease.Sequence);
            Check.Equal(8 + (int)(expected % 5) * 8, lease.Payload.Length);
            lease.Dispose();
            expected++;
        }

        writer.Join();
        Check.Null(failure);
    }
}
