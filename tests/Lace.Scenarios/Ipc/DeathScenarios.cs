using Lace.Ipc;
using Lace.Ipc.Rings;
using Lace.Ipc.Topics;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What others see when a publisher or a subscriber of a ring or a topic is killed in the middle of its work.</summary>
public static class DeathScenarios
{
    public static void A_claim_dies_with_its_publisher() =>
        Crash.ForEach([IpcEnd.TopicPublisher, IpcEnd.RingPublisher], ["claimed"], static (role, stop, name) =>
        {
            using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.Partner(role), name);
            using (Peer writer = Crash.StartAttached(role, name))
            {
                Crash.Ask(writer, "publish 1", "published");
                Crash.Ask(writer, "claim 2", stop);
                writer.Kill9();
            }

            Expect(reader, 1, sequence: 1);
            Check.False(reader.Subscriber.TryRead(out _));
            using PublisherEnd successor = (PublisherEnd)IpcEnd.Open(role, name);
            Check.Equal(1, successor.Publisher.PublishedSequence);
            successor.Publish(3);
            Expect(reader, 3, sequence: 2);
        });

    public static void Slots_that_dead_publishers_were_writing_are_used_again()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.TopicSubscriber, name);
        int slots = 2 + IpcEnd.TopicOptions.MaxSubscribers * IpcEnd.TopicOptions.LeasesPerSubscriber;
        for (int deaths = 0; deaths <= slots; deaths++)
        {
            using Peer writer = Crash.StartAttached(IpcEnd.TopicPublisher, name);
            Crash.Ask(writer, "claim 9", "claimed");
            writer.Kill9();
        }

        using (RawSegment raw = new(name))
            Check.Equal(1, Enumerable.Range(0, slots).Count(slot => SlotSequence(raw, slot) < 0), "the last one's slot is still marked");

        using PublisherEnd successor = (PublisherEnd)IpcEnd.Open(IpcEnd.TopicPublisher, name);
        using (RawSegment raw = new(name))
            Check.Equal(0, Enumerable.Range(0, slots).Count(slot => SlotSequence(raw, slot) < 0), "and the successor has reset it");

        for (long value = 1; value <= 2 * slots; value++)
        {
            successor.Publish(value);
            Expect(reader, value, value);
        }
    }

    public static void Everything_committed_before_a_kill_is_read_after_it()
    {
        string ring = ScenarioDirectory.SegmentName("ring");
        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.RingSubscriber, ring);
        using (Peer writer = Crash.StartAttached(IpcEnd.RingPublisher, ring))
        {
            for (int i = 1; i <= 3; i++)
                Crash.Ask(writer, $"publish {i}", "published");

            writer.Kill9();
        }

        for (int i = 1; i <= 3; i++)
            Expect(reader, i, i);

        string topic = ScenarioDirectory.SegmentName("topic");
        using SubscriberEnd viewer = (SubscriberEnd)IpcEnd.Create(IpcEnd.TopicSubscriber, topic);
        using (Peer writer = Crash.StartAttached(IpcEnd.TopicPublisher, topic))
        {
            Crash.Ask(writer, "publish 7", "published");
            writer.Kill9();
        }

        Expect(viewer, 7, 1);
    }

    public static void A_message_committed_but_not_yet_announced_is_announced_by_the_successor()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.TopicSubscriber, name);
        using (PublisherEnd first = (PublisherEnd)IpcEnd.Open(IpcEnd.TopicPublisher, name))
        {
            first.Publish(1);
            Expect(reader, 1, 1);
            first.Publish(2);
        }

        // The publisher died between the slot's sequence and the newest: as if the newest were one less.
        using (RawSegment raw = new(name))
            raw.Int64(raw.BodyOffset + TopicLayout.NewestSequence).StoreRelease(1);

        Check.False(reader.Subscriber.TryRead(out _));
        using PublisherEnd second = (PublisherEnd)IpcEnd.Open(IpcEnd.TopicPublisher, name);
        Check.Equal(2, second.Publisher.PublishedSequence);
        Expect(reader, 2, 2);
    }

    public static void A_ring_message_that_its_reader_died_on_comes_again_and_says_so()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using PublisherEnd writer = (PublisherEnd)IpcEnd.Create(IpcEnd.RingPublisher, name);
        for (long i = 1; i <= 4; i++)
            writer.Publish(i * 10);

        for (int deaths = 0; deaths < 2; deaths++)
        {
            using Peer reader = Crash.StartAttached(IpcEnd.RingSubscriber, name);
            if (deaths == 0)
                Check.Equal("read 10 sequence 1 redelivered False", Crash.Ask(reader, "read", "read"));

            Crash.Ask(reader, "lease", "leased 20");
            reader.Kill9();
        }

        using SubscriberEnd successor = (SubscriberEnd)IpcEnd.Open(IpcEnd.RingSubscriber, name);
        Expect(successor, 20, 2, redelivered: true);
        Expect(successor, 30, 3, redelivered: false);
        Expect(successor, 40, 4, redelivered: false);
    }

    public static void A_reader_that_died_within_a_release_leaves_its_message_to_the_next()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using PublisherEnd writer = (PublisherEnd)IpcEnd.Create(IpcEnd.RingPublisher, name);
        writer.Publish(1);
        writer.Publish(2);

        // Release stores the sequence, then the position. The reader took message 1 and died in between.
        using (RawSegment raw = new(name))
        {
            raw.Int64(raw.BodyOffset + LaneLayout.LeasedPosition).StoreRelease(LaneLayout.RecordBytes(PublisherEnd.MessageBytes));
            raw.Int64(raw.BodyOffset + LaneLayout.ConsumedSequence).StoreRelease(1);
        }

        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Open(IpcEnd.RingSubscriber, name);
        Expect(reader, 1, 1, redelivered: true);
        Expect(reader, 2, 2, redelivered: false);
    }

    public static void Subscribers_that_died_with_leases_never_stall_a_topic()
    {
        foreach (bool reliable in new[] { false, true })
        {
            string name = ScenarioDirectory.SegmentName($"reliable-{reliable}");
            TopicOptions options = IpcEnd.TopicOptions with { History = 2, Reliable = reliable };
            using PublisherEnd writer = new(TopicPublisher.CreateOrOpen(name, options));
            for (long value = 1; value <= 3; value++)
            {
                writer.Publish(value);
                using Peer reader = Crash.StartAttached(IpcEnd.TopicSubscriberInOrder, name);
                Crash.Ask(reader, "lease", "leased");
                reader.Kill9();
            }

            for (long value = 4; value <= 1_000; value++)
                writer.Publish(value);

            using SubscriberEnd successor = (SubscriberEnd)IpcEnd.Open(IpcEnd.TopicSubscriber, name);
            Expect(successor, 1_000, 1_000);
        }
    }

    public static void A_creators_death_changes_nothing_for_the_others()
    {
        foreach (string role in new[] { IpcEnd.TopicPublisher, IpcEnd.RingSubscriber })
        {
            string name = ScenarioDirectory.SegmentName(role);
            using Peer creator = Crash.Start(create: true, role, name);
            creator.WaitForLine("attached");
            using IpcEnd other = IpcEnd.Open(IpcEnd.Partner(role), name);
            creator.Kill9();
            Crash.CheckReplaced(role, name, other);
        }
    }

    public static void A_ring_with_unread_messages_outlives_its_last_attachment()
    {
        foreach (string end in new[] { "dispose", "kill" })
        {
            string name = ScenarioDirectory.SegmentName(end);
            using (Peer writer = Crash.Start(create: true, IpcEnd.RingPublisher, name))
            {
                writer.WaitForLine("attached");
                Crash.Ask(writer, "publish 1", "published");
                Crash.Ask(writer, "publish 2", "published");
                if (end == "dispose")
                    Crash.Ask(writer, "dispose", "disposed");
                else
                    writer.Kill9();
            }

            Check.Equal(0, Crash.Look(name).Live);
            using (SubscriberEnd half = (SubscriberEnd)IpcEnd.Open(IpcEnd.RingSubscriber, name))
                Expect(half, 1, 1);

            Check.True(Crash.Exists(name), "one message is left");
            using (SubscriberEnd rest = (SubscriberEnd)IpcEnd.Open(IpcEnd.RingSubscriber, name))
                Expect(rest, 2, 2);

            Check.False(Crash.Exists(name), "nothing is left");
        }
    }

    private static void Expect(SubscriberEnd reader, long value, long sequence, bool redelivered = false)
    {
        Check.True(reader.Subscriber.TryRead(out Lease lease), $"value={value}");
        using (lease)
        {
            Check.Equal(value, SubscriberEnd.ValueOf(lease.Payload));
            Check.Equal(sequence, lease.Sequence);
            Check.Equal(redelivered, lease.Redelivered);
        }
    }

    private static long SlotSequence(RawSegment raw, int slot)
    {
        // As TopicLayout has it for these options: newest, two slot numbers in a line of their own, then the slots.
        const int FirstSlot = 256, Stride = 384;
        return raw.Int64(raw.BodyOffset + FirstSlot + slot * Stride).LoadAcquire();
    }
}
