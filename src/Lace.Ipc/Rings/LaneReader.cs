using Lace.Ipc.Memory;

namespace Lace.Ipc.Rings;

/// <summary>The reading side of a lane. See <see cref="LaneWriter"/> for how the two work together.</summary>
internal sealed class LaneReader
{
    private readonly Region _records;
    private readonly SharedInt64 _consumed;
    private readonly SharedInt64 _consumedSequence;
    private readonly SharedInt64 _leased;
    private readonly SharedInt64 _epoch;
    private readonly long _capacity;
    private readonly long _redeliveredUntil;
    private long _position;
    private long _sequence;
    private LaneRecord _open;

    /// <exception cref="SegmentCorruptException">The positions do not make sense.</exception>
    internal LaneReader(Region lane, long capacityBytes)
    {
        _records = lane.Slice(LaneLayout.Records, capacityBytes);
        _consumed = lane.Int64(LaneLayout.ConsumedPosition);
        _consumedSequence = lane.Int64(LaneLayout.ConsumedSequence);
        _leased = lane.Int64(LaneLayout.LeasedPosition);
        _epoch = lane.Int64(LaneLayout.Epoch);
        _capacity = capacityBytes;
        _position = _consumed.LoadAcquire();
        if (_position < 0 || (_position & (LaneLayout.RecordAlignment - 1)) != 0)
            throw new SegmentCorruptException("ConsumedPosition", _position, 0, long.MaxValue);

        // What a reader before us was handed but did not release comes again, and says so.
        _redeliveredUntil = _leased.LoadAcquire();

        // A reader that died between the two words of Release left the sequence one ahead; the record tells.
        LaneRecord next = PeekPastPadding();
        _sequence = next.IsEmpty ? _consumedSequence.LoadAcquire() : next.Sequence - 1;
    }

    /// <summary>Whether a message is there to take.</summary>
    internal bool HasNext => !PeekPastPadding().IsEmpty;

    /// <summary>Epoch of the lane's present writer, or of the last one; records carry their writer's.</summary>
    internal int Epoch => (int)_epoch.LoadAcquire();

    internal bool TryTake(out LaneRecord record, out ReadOnlySpan<byte> payload, out bool redelivered)
    {
        record = PeekPastPadding();
        if (record.IsEmpty)
        {
            payload = default;
            redelivered = false;
            return false;
        }

        if (record.Sequence != _sequence + 1)
            throw new SegmentCorruptException("record Sequence", record.Sequence, _sequence + 1, _sequence + 1);

        redelivered = _position < _redeliveredUntil;
        payload = _records.Span((_position & (_capacity - 1)) + LaneLayout.RecordPayload, record.PayloadBytes);
        _leased.StoreOwn(_position + record.Bytes);
        _open = record;
        return true;
    }

    /// <summary>Frees the record that was taken last.</summary>
    internal void Release()
    {
        _position += _open.Bytes;
        _sequence = _open.Sequence;
        _consumedSequence.StoreOwn(_sequence);

        // PAIRS WITH LaneWriter.RefreshConsumed: our last read of the record is before the writer's next write there.
        _consumed.StoreRelease(_position);
    }

    private LaneRecord PeekPastPadding()
    {
        LaneRecord record = LaneRecord.Read(_records, _position, _capacity);
        if (!record.IsPadding || record.IsEmpty)
            return record;

        // Padding ends at the lane's end, so it is never followed by more of it.
        _position += record.Bytes;
        record = LaneRecord.Read(_records, _position, _capacity);
        return record.IsPadding ? throw new SegmentCorruptException("record Commit (after padding)", -record.Bytes, 0, int.MaxValue)
            : record;
    }
}
