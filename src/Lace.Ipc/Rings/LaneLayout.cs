using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Rings;

/// <summary>Where the words of a lane are: a control block, then the records. Normative text: docs/LAYOUT.md.</summary>
/// <remarks>
/// <code>
/// offset size  field             unit      written by
///      0    8  Epoch             attaches  publisher, when it takes the lane
///    128    8  ConsumedPosition  bytes     subscriber: everything before is free
///    136    8  ConsumedSequence  messages  subscriber: sequence of the last released record
///    144    8  LeasedPosition    bytes     subscriber: everything before was handed out once
///    256       records, CapacityBytes (a power of two)
///
/// record                         at a multiple of 8
///      0    4  Commit            0: nothing here yet; n > 0: a message of n - 1 bytes; n &lt; 0: -n bytes of padding up to the end
///      4    4  Epoch             low half of the lane's epoch
///      8    8  Sequence          messages, from 1
///     16       payload, padded to 8
/// </code>
/// </remarks>
internal static class LaneLayout
{
    internal const int Epoch = 0;
    internal const int ConsumedPosition = SegmentLayout.LineBytes;
    internal const int ConsumedSequence = SegmentLayout.LineBytes + 8;
    internal const int LeasedPosition = SegmentLayout.LineBytes + 16;
    internal const int Records = 2 * SegmentLayout.LineBytes;

    internal const int RecordCommit = 0;
    internal const int RecordEpoch = 4;
    internal const int RecordSequence = 8;
    internal const int RecordPayload = 16;
    internal const int RecordAlignment = 8;

    internal const long CapacityMin = 4096;
    internal const long CapacityMax = 1L << 40;

    internal static long LaneBytes(long capacityBytes) => Records + capacityBytes;

    /// <summary>One of the lanes that make up a body, all of the same capacity.</summary>
    internal static Region Lane(Region body, int lane, long capacityBytes) =>
        body.Slice(lane * LaneBytes(capacityBytes), LaneBytes(capacityBytes));

    /// <exception cref="SegmentCorruptException">A header names a capacity that no lane can have.</exception>
    internal static void RequireCapacity(long capacityBytes)
    {
        if (capacityBytes is < CapacityMin or > CapacityMax || !System.Numerics.BitOperations.IsPow2(capacityBytes))
            throw new SegmentCorruptException("CapacityBytes (a power of two)", capacityBytes, CapacityMin, CapacityMax);
    }

    internal static long RecordBytes(int payloadBytes) =>
        (RecordPayload + (long)payloadBytes + RecordAlignment - 1) & ~(RecordAlignment - 1L);

    /// <summary>
    /// Half of the lane, less one record's head: so that padding up to the end and the record after it always fit an empty lane
    /// together, with room for the zero that must follow.
    /// </summary>
    internal static int MaxPayloadBytes(long capacityBytes) =>
        (int)Math.Min(capacityBytes / 2, int.MaxValue - 8) - RecordPayload - RecordAlignment;
}
