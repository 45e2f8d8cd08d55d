using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Topics;

/// <summary>
/// Where the words of a topic are, and its numbers. Entry 0 is the publisher's, the others are subscribers'. Normative text:
/// docs/LAYOUT.md.
/// </summary>
/// <remarks>
/// <code>
/// body offset  size  field           unit      written by
///           0     8  NewestSequence  messages  publisher; 0: none yet
///         128    4n  SlotOf          slots     publisher; the slot of sequence s is at s mod n, n = a power of two above History
///       align        slot 0, slot 1, ...
///
/// slot           at a multiple of SlotStride
///      0    8  Sequence        messages  publisher: s > 0 holds message s; 0 holds nothing; -s is being written as message s
///      8    8  CaptureTimeNs   ns        publisher
///     16    4  PayloadBytes    bytes     publisher
///     64       payload, SlotSizeBytes
/// </code>
/// </remarks>
internal static class TopicLayout
{
    internal const int NewestSequence = 0;
    internal const int SlotOf = SegmentLayout.LineBytes;

    internal const int SlotSequence = 0;
    internal const int SlotCaptureTimeNs = 8;
    internal const int SlotPayloadBytes = 16;
    internal const int SlotPayload = 64;
    internal const int SlotAlignment = 64;

    internal const int PublisherEntry = 0;
    internal const int FirstSubscriberEntry = 1;

    internal const int SlotSizeMax = 1 << 30;
    internal const int HistoryMax = 1 << 16;
    internal const int SubscribersMax = 256;

    internal static SegmentSpec From(TopicOptions options)
    {
        Range(nameof(options.SlotSizeBytes), options.SlotSizeBytes, 1, SlotSizeMax);
        Range(nameof(options.History), options.History, 1, HistoryMax);
        Range(nameof(options.MaxSubscribers), options.MaxSubscribers, 1, SubscribersMax);
        Range(nameof(options.LeasesPerSubscriber), options.LeasesPerSubscriber, 1, AttachmentLayout.HazardsMax);
        int flags = (options.Persistent ? SegmentLayout.FlagPersistent : 0) | (options.Reliable ? SegmentLayout.FlagReliable : 0);
        return Spec(options.SlotSizeBytes, options.History, options.MaxSubscribers, options.LeasesPerSubscriber, flags);
    }

    internal static SegmentSpec Read(ReadOnlySpan<long> parameters, int flags)
    {
        Word("SlotSizeBytes", parameters[0], SlotSizeMax);
        Word("History", parameters[1], HistoryMax);
        Word("MaxSubscribers", parameters[2], SubscribersMax);
        Word("LeasesPerSubscriber", parameters[3], AttachmentLayout.HazardsMax);
        return Spec((int)parameters[0], (int)parameters[1], (int)parameters[2], (int)parameters[3], flags);
    }

    internal static int SlotSizeBytes(SegmentSpec spec) => (int)spec.Parameters[0].Value;

    internal static int History(SegmentSpec spec) => (int)spec.Parameters[1].Value;

    internal static int Subscribers(SegmentSpec spec) => (int)spec.Parameters[2].Value;

    internal static int Leases(SegmentSpec spec) => (int)spec.Parameters[3].Value;

    internal static bool IsReliable(SegmentSpec spec) => (spec.Flags & SegmentLayout.FlagReliable) != 0;

    /// <summary>Enough that a claim always finds a slot: the history, the one being written, and all leases there can be.</summary>
    internal static int SlotCount(SegmentSpec spec) => SlotCount(History(spec), Subscribers(spec), Leases(spec));

    internal static int SlotOfCount(int history) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)history + 1);

    internal static Region Slot(Region body, SegmentSpec spec, int slot) =>
        body.Slice(SlotsOffset(History(spec)) + slot * SlotStride(SlotSizeBytes(spec)), SlotStride(SlotSizeBytes(spec)));

    private static int SlotCount(int history, int subscribers, int leases) => history + 1 + subscribers * leases;

    private static long SlotsOffset(int history) =>
        SegmentLayout.AlignUp(SlotOf + SlotOfCount(history) * sizeof(int), SegmentLayout.LineBytes);

    private static long SlotStride(int slotSizeBytes) => SegmentLayout.AlignUp(SlotPayload + (long)slotSizeBytes, SegmentLayout.LineBytes);

    private static SegmentSpec Spec(int slotSizeBytes, int history, int subscribers, int leases, int flags) =>
        new(
            SegmentKind.Topic,
            [("SlotSizeBytes", slotSizeBytes), ("History", history), ("MaxSubscribers", subscribers), ("LeasesPerSubscriber", leases)],
            flags,
            AttachmentCapacity: FirstSubscriberEntry + subscribers,
            BodyBytes: SlotsOffset(history) + SlotCount(history, subscribers, leases) * SlotStride(slotSizeBytes));

    private static void Range(string name, int value, int min, int max)
    {
        if (value < min || value > max)
            throw new ArgumentOutOfRangeException(name, value, $"topic option out of range: {name}={value}, expected {min}..{max}");
    }

    private static void Word(string name, long value, int max)
    {
        if (value < 1 || value > max)
            throw new SegmentCorruptException(name, value, 1, max);
    }
}
