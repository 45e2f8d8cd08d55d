using Lace.Ipc.Memory;

namespace Lace.Ipc.Rings;

/// <summary>The head of the record at a position, copied once and checked.</summary>
/// <param name="Bytes">Bytes up to the next head; 0 where nothing is committed yet.</param>
/// <param name="PayloadBytes">-1 for padding.</param>
/// <param name="Epoch">Which of the lane's writers wrote it.</param>
/// <param name="Sequence">The lane's count of its messages.</param>
internal readonly record struct LaneRecord(long Bytes, int PayloadBytes, int Epoch, long Sequence)
{
    internal bool IsEmpty => Bytes == 0;

    internal bool IsPadding => PayloadBytes < 0;

    /// <exception cref="SegmentCorruptException">The head cannot have been written by a correct peer.</exception>
    internal static LaneRecord Read(Region records, long position, long capacity)
    {
        long offset = position & (capacity - 1);
        long untilEnd = capacity - offset;

        // PAIRS WITH LaneWriter.Commit and LaneWriter.Pad: seeing the word is seeing what it announces.
        int commit = records.Int32(offset + LaneLayout.RecordCommit).LoadAcquire();
        if (commit == 0)
            return default;

        if (commit < 0)
        {
            if (-(long)commit != untilEnd)
                throw new SegmentCorruptException("record Commit (padding)", commit, -untilEnd, -untilEnd);

            return new LaneRecord(untilEnd, PayloadBytes: -1, Epoch: 0, Sequence: 0);
        }

        int payloadBytes = commit - 1;
        long max = Math.Min(LaneLayout.MaxPayloadBytes(capacity), untilEnd - LaneLayout.RecordPayload);
        if (payloadBytes > max)
            throw new SegmentCorruptException("record Commit (payload bytes + 1)", commit, 1, max + 1);

        return new LaneRecord(
            LaneLayout.RecordBytes(payloadBytes),
            payloadBytes,
            records.Int32(offset + LaneLayout.RecordEpoch).LoadOwn(),
            records.Int64(offset + LaneLayout.RecordSequence).LoadOwn());
    }
}
