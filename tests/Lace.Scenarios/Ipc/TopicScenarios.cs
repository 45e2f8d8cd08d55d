using System.Buffers.Binary;
using Lace.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What a topic promises: the newest, or in order within the history; what was missed is counted exactly.</summary>
public static class TopicScenarios
{
    public static void A_newest_subscriber_gets_the_newest_and_the_count_of_what_it_missed()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name);
        using TopicSubscriber subscriber = TopicSubscriber.Open(name);
        Publish(publisher, 1);
        Expect(subscriber, 1, missed: 0);

        for (long i = 2; i <= 100; i++)
            Publish(publisher, i);

        Expect(subscriber, 100, missed: 98);
        Check.False(subscriber.TryRead(out _));
    }

    public static void An_in_order_subscriber_reads_the_history_and_counts_what_fell_out_of_it()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, new TopicOptions { History = 4 });
        using TopicSubscriber subscriber = TopicSubscriber.Open(name, Delivery.InOrder);
        for (long i = 1; i <= 3; i++)
            Publish(publisher, i);

        Expect(subscriber, 1, missed: 0);
        for (long i = 4; i <= 10; i++)
            Publish(publisher, i);

        Expect(subscriber, 7, missed: 5);
        Expect(subscriber, 8, missed: 0);
        Expect(subscriber, 9, missed: 0);
        Expect(subscriber, 10, missed: 0);
        Check.False(subscriber.TryRead(out _));
    }

    public static void A_leased_message_stays_as_it_was_while_the_publisher_goes_on()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        TopicOptions options = new() { SlotSizeBytes = 64, MaxSubscribers = 1, LeasesPerSubscriber = 2 };
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, options);
        using TopicSubscriber subscriber = TopicSubscriber.Open(name);
        Publish(publisher, 1);
        Check.True(subscriber.TryRead(out Lease first));
        Publish(publisher, 2);
        Check.True(subscriber.TryRead(out Lease second));
        for (long i = 3; i <= 1000; i++)
            Publish(publisher, i);

        Check.Equal(1, BinaryPrimitives.ReadInt64LittleEndian(first.Payload));
        Check.Equal(2, BinaryPrimitives.ReadInt64LittleEndian(second.Payload));
        first.Dispose();
        second.Dispose();
        Expect(subscriber, 1000, missed: 997);
    }

    public static void A_reliable_topic_refuses_rather_than_lap_an_in_order_subscriber()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, new TopicOptions { History = 3, Reliable = true });
        using TopicSubscriber subscriber = TopicSubscriber.Open(name, Delivery.InOrder);
        for (long i = 1; i <= 3; i++)
            Publish(publisher, i);

        Check.False(publisher.TryClaim(8, out _));
        Expect(subscriber, 1, missed: 0);
        Publish(publisher, 4);
        Check.False(publisher.TryClaim(8, out _));
        subscriber.Dispose();
        Publish(publisher, 5);
    }

    public static void A_successor_goes_on_where_the_publisher_before_it_stopped()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        TopicPublisher first = TopicPublisher.CreateOrOpen(name, new TopicOptions { History = 2 });
        using TopicSubscriber subscriber = TopicSubscriber.Open(name, Delivery.InOrder);
        Publish(first, 1);
        Publish(first, 2);
        Check.Throws<SegmentBusyException>(() => TopicPublisher.Open(name));
        first.Dispose();
        using TopicPublisher second = TopicPublisher.Open(name);

        Check.Equal(2, second.PublishedSequence);
        Publish(second, 3);
        Expect(subscriber, 2, missed: 1);
        Expect(subscriber, 3, missed: 0);
    }

    public static void Readers_never_see_a_torn_message_while_the_publisher_runs_at_full_speed()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        TopicOptions options = new() { SlotSizeBytes = 256, MaxSubscribers = 3, LeasesPerSubscriber = 1 };
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, options);
        using CancellationTokenSource stop = new();
        Exception?[] failures = new Exception?[3];
        Thread[] readers = new Thread[3];
        for (int i = 0; i < readers.Length; i++)
        {
            int reader = i;
            Delivery delivery = reader == 0 ? Delivery.InOrder : Delivery.Newest;
            readers[i] = new Thread(() => failures[reader] = Capture(() => ReadAll(name, delivery, stop.Token))) { Name = "topic-reader" };
            readers[i].Start();
        }

        for (long i = 1; i <= TestRun.Count(300_000, 20_000_000); i++)
        {
            Check.True(publisher.TryClaim(256, out Claim claim));
            for (int at = 0; at < 256; at += 8)
                BinaryPrimitives.WriteInt64LittleEndian(claim.Payload[at..], i);

            claim.Commit();
        }

        stop.Cancel();
        foreach (Thread thread in readers)
            thread.Join();

        foreach (Exception? failure in failures)
            Check.Null(failure);
    }

    private static void ReadAll(string name, Delivery delivery, CancellationToken stop)
    {
        using TopicSubscriber subscriber = TopicSubscriber.Open(name, delivery);
        long last = 0;
        while (!stop.IsCancellationRequested)
        {
            if (!subscriber.TryRead(out Lease lease))
            {
                subscriber.Wait(TimeSpan.FromMilliseconds(5));
                continue;
            }

            for (int at = 0; at < 256; at += 8)
                Check.Equal(lease.Sequence, BinaryPrimitives.ReadInt64LittleEndian(lease.Payload[at..]));

            if (last != 0)
                Check.Equal(lease.Sequence - last - 1, lease.MissedCount);

            last = lease.Sequence;
            lease.Dispose();
        }
    }

    private static Exception? Capture(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static void Publish(TopicPublisher publisher, long value)
    {
        Check.True(publisher.TryClaim(8, out Claim claim));
        BinaryPrimitives.WriteInt64LittleEndian(claim.Payload, value);
        claim.Commit();
    }

    private static void Expect(TopicSubscriber subscriber, long value, long missed)
    {
        Check.True(subscriber.TryRead(out Lease lease));
        using (lease)
        {
            Check.Equal(value, BinaryPrimitives.ReadInt64LittleEndian(lease.Payload));
            Check.Equal(value, lease.Sequence);
            Check.Equal(missed, lease.MissedCount);
        }
    }
}
