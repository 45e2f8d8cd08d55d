using System.Buffers.Binary;
using Lace.Ipc;
using Lace.Ipc.Segments;
using Lace.Ipc.Topics;

namespace Lace.Scenarios.Ipc;

/// <summary>The control of "readers never see a torn message": readers that leave out a step of a lease do see one.</summary>
public static class TornReadScenarios
{
    private const int MessageBytes = 4096;

    public static void A_reader_that_takes_its_leases_sees_no_torn_message_here_either() =>
        Check.False(SeesTorn(TestRun.Count(300, 10_000), static (segment, slots) => ReadLeased(segment, slots, nameHazard: true)));

    public static void A_reader_that_names_no_hazard_sees_torn_messages() =>
        Check.True(SeesTorn(30_000, static (segment, slots) => ReadLeased(segment, slots, nameHazard: false)));

    /// <summary>Whether a reader finds a torn message within so many milliseconds, while a publisher works as fast as it can.</summary>
    private static bool SeesTorn(int limitMs, Func<Segment, TopicSlots, bool> isTorn)
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(
            name, new TopicOptions { SlotSizeBytes = MessageBytes, MaxSubscribers = 1, LeasesPerSubscriber = 1 });
        using CancellationTokenSource stop = new();
        Thread writer = new(() => PublishUntil(publisher, stop.Token)) { Name = "torn-writer" };
        writer.Start();
        Segment segment = Attach(name);
        try
        {
            TopicSlots slots = new(segment);
            long endNs = MonotonicClock.NowNs + limitMs * 1_000_000L;
            while (MonotonicClock.NowNs < endNs)
            {
                if (isTorn(segment, slots))
                    return true;
            }

            return false;
        }
        finally
        {
            stop.Cancel();
            writer.Join();
            segment.Detach(static () => false);
        }
    }

    private static bool ReadLeased(Segment segment, TopicSlots slots, bool nameHazard)
    {
        long newest = slots.Newest.LoadAcquire();
        if (newest == 0)
            return false;

        int index = slots.SlotOf(newest);
        if (nameHazard)
            segment.Own.Hazard(0).Exchange(index + 1);

        bool torn = slots[index].Sequence.LoadAcquire() == newest && IsTorn(slots[index].Payload(MessageBytes), newest);
        segment.Own.Hazard(0).StoreRelease(0);
        return torn;
    }

    private static bool IsTorn(ReadOnlySpan<byte> payload, long value)
    {
        for (int at = 0; at < payload.Length; at += sizeof(long))
        {
            if (BinaryPrimitives.ReadInt64LittleEndian(payload[at..]) != value)
                return true;
        }

        return false;
    }

    private static void PublishUntil(TopicPublisher publisher, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Check.True(publisher.TryClaim(MessageBytes, out Claim claim));
            Peers.Ipc.PublisherEnd.Fill(claim.Payload, publisher.PublishedSequence + 1);
            claim.Commit();
        }
    }

    private static Segment Attach(string name) => SegmentAttacher.Attach(new AttachRequest
    {
        Name = name,
        Kind = SegmentKind.Topic,
        Options = new SegmentOptions(),
        Role = "subscriber",
        Places = static spec => (TopicLayout.FirstSubscriberEntry, TopicLayout.Subscribers(spec)),
    });
}
