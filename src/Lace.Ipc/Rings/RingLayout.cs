using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Rings;

/// <summary>
/// A ring's numbers. Entry 0 is the subscriber's; entry 1 + n is that of the publisher on lane n. The body is the lanes, one after another.
/// </summary>
internal static class RingLayout
{
    internal const int PublishersMax = SegmentLayout.AttachmentsMax - 1;

    internal static SegmentSpec From(RingOptions options)
    {
        // Rounded up so that a position's low bits are its place.
        if (options.CapacityBytes is < 1 or > LaneLayout.CapacityMax)
            throw new ArgumentOutOfRangeException(nameof(options), options.CapacityBytes,
                $"ring size out of range: CapacityBytes={options.CapacityBytes}, expected 1..{LaneLayout.CapacityMax}");

        if (options.MaxPublishers is < 1 or > PublishersMax)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxPublishers,
                $"number of publishers out of range: MaxPublishers={options.MaxPublishers}, expected 1..{PublishersMax}");

        long capacity =
            (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(options.CapacityBytes, LaneLayout.CapacityMin));
        return Spec(capacity, options.MaxPublishers, options.Persistent ? SegmentLayout.FlagPersistent : 0);
    }

    internal static SegmentSpec Read(ReadOnlySpan<long> parameters, int flags)
    {
        long capacity = parameters[0], publishers = parameters[1];
        LaneLayout.RequireCapacity(capacity);
        if (publishers is < 1 or > PublishersMax)
            throw new SegmentCorruptException("MaxPublishers", publishers, 1, PublishersMax);

        return Spec(capacity, (int)publishers, flags);
    }

    internal static long CapacityBytes(SegmentSpec spec) => spec.Parameters[0].Value;

    internal static int PublisherCount(SegmentSpec spec) => (int)spec.Parameters[1].Value;

    internal static Region Lane(Segment segment, int lane) => LaneLayout.Lane(segment.Body, lane, CapacityBytes(segment.Spec));

    /// <summary>Whether any lane holds a message that nobody has released. A broken ring counts: it is kept for who inspects it.</summary>
    internal static bool HasUnread(Segment segment)
    {
        try
        {
            for (int lane = 0; lane < PublisherCount(segment.Spec); lane++)
            {
                if (new LaneReader(Lane(segment, lane), CapacityBytes(segment.Spec)).HasNext)
                    return true;
            }

            return false;
        }
        catch (SegmentCorruptException)
        {
            return true;
        }
    }

    private static SegmentSpec Spec(long capacity, int publishers, int flags) =>
        new(SegmentKind.Ring, [("CapacityBytes", capacity), ("MaxPublishers", publishers)], flags, publishers + 1,
            LaneLayout.LaneBytes(capacity) * publishers);
}
