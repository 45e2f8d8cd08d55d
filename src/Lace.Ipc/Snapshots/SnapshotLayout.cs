using Lace.Ipc.Segments;

namespace Lace.Ipc.Snapshots;

/// <summary>Where the words of a snapshot are, and its numbers. Entry 0 is the publisher's. Normative text: docs/LAYOUT.md.</summary>
/// <remarks>
/// <code>
/// body offset  size  field    unit    written by
///           0     8  Begun    writes  publisher, before it touches the copy it is going to fill
///           8     8  Version  writes  publisher, when that copy is whole; 0: no value yet
///         128       copy 0, then copy 1, each at a multiple of 128; version v lies in copy v mod 2
/// </code>
/// </remarks>
internal static class SnapshotLayout
{
    internal const int Begun = 0;
    internal const int Version = 8;
    internal const int Copies = SegmentLayout.LineBytes;

    internal const int PublisherEntry = 0;
    internal const int FirstSubscriberEntry = 1;
    internal const int SubscribersMax = 256;
    internal const int ValueBytesMax = 1 << 20;

    internal static SegmentSpec From(int valueBytes, SnapshotOptions options)
    {
        if (valueBytes > ValueBytesMax)
            throw new ArgumentException(
                $"value too large for a snapshot: bytes={valueBytes}, expected at most {ValueBytesMax}; use a topic");

        if (options.MaxSubscribers is < 1 or > SubscribersMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.MaxSubscribers, $"MaxSubscribers={options.MaxSubscribers}, expected 1..{SubscribersMax}");
        }

        return Spec(valueBytes, options.MaxSubscribers, options.Persistent ? SegmentLayout.FlagPersistent : 0);
    }

    internal static SegmentSpec Read(ReadOnlySpan<long> parameters, int flags)
    {
        if (parameters[0] is < 1 or > ValueBytesMax)
            throw new SegmentCorruptException("ValueBytes", parameters[0], 1, ValueBytesMax);

        if (parameters[1] is < 1 or > SubscribersMax)
            throw new SegmentCorruptException("MaxSubscribers", parameters[1], 1, SubscribersMax);

        return Spec((int)parameters[0], (int)parameters[1], flags);
    }

    internal static int ValueBytes(SegmentSpec spec) => (int)spec.Parameters[0].Value;

    internal static int Subscribers(SegmentSpec spec) => (int)spec.Parameters[1].Value;

    internal static long CopyOffset(int valueBytes, long version) => Copies + (version & 1) * CopyStride(valueBytes);

    private static long CopyStride(int valueBytes) => SegmentLayout.AlignUp(valueBytes, SegmentLayout.LineBytes);

    private static SegmentSpec Spec(int valueBytes, int subscribers, int flags) =>
        new(
            SegmentKind.Snapshot,
            [("ValueBytes", valueBytes), ("MaxSubscribers", subscribers)],
            flags,
            FirstSubscriberEntry + subscribers,
            Copies + 2 * CopyStride(valueBytes));
}
