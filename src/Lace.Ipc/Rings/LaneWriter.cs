using Lace.Ipc.Memory;

namespace Lace.Ipc.Rings;

/// <summary>The publishing side of a lane: one writer, one reader, records of any size.</summary>
/// <remarks>
/// <para>The commit word in the record's head is what publishes it; there is no shared tail. Before storing it, the writer zeroes
/// the commit word of the position that follows, and the reader never looks beyond a zero: so old bytes, or a payload that looks
/// like a record, are never taken for one. Position counts bytes and never wraps; its low bits are the place.</para>
/// <para>Order of a commit: zero behind, then sequence, epoch and payload, then the commit word with release. The reader acquires
/// the commit word, so it sees all of the former, the zero included.</para>
/// <para>What a death leaves: before the commit word, nothing, for the reader stops at the zero that was there; after it, a whole
/// record. The next writer walks from the reader's position to the first zero and goes on there.</para>
/// </remarks>
internal sealed class LaneWriter
{
    private readonly Region _records;
    private readonly SharedInt64 _epochWord;
    private readonly SharedInt64 _consumed;
    private readonly SharedInt64 _consumedSequence;
    private readonly long _capacity;
    private readonly long _mask;
    private long _position;
    private long _consumedSeen;

    internal LaneWriter(Region lane, long capacityBytes)
    {
        _records = lane.Slice(LaneLayout.Records, capacityBytes);
        _epochWord = lane.Int64(LaneLayout.Epoch);
        _consumed = lane.Int64(LaneLayout.ConsumedPosition);
        _consumedSequence = lane.Int64(LaneLayout.ConsumedSequence);
        _capacity = capacityBytes;
        _mask = capacityBytes - 1;
        MaxPayloadBytes = LaneLayout.MaxPayloadBytes(capacityBytes);
    }

    internal int MaxPayloadBytes { get; }

    /// <summary>Sequence of the last committed record.</summary>
    internal long Sequence { get; private set; }

    internal int Epoch => (int)_epochWord.LoadOwn();

    /// <summary>
    /// Takes the lane over from a writer that is gone: finds the end of what it committed. Once, before the first reserve.
    /// </summary>
    /// <exception cref="SegmentCorruptException">The records do not make sense.</exception>
    internal void TakeOver()
    {
        _consumedSeen = _consumed.LoadAcquire();
        if (_consumedSeen < 0 || (_consumedSeen & (LaneLayout.RecordAlignment - 1)) != 0)
            throw new SegmentCorruptException("ConsumedPosition", _consumedSeen, 0, long.MaxValue);

        _position = _consumedSeen;
        Sequence = _consumedSequence.LoadAcquire();
        while (LaneRecord.Read(_records, _position, _capacity) is { IsEmpty: false } record)
        {
            _position += record.Bytes;
            if (_position - _consumedSeen > _capacity)
                throw new SegmentCorruptException("lane contents (bytes)", _position - _consumedSeen, 0, _capacity);

            if (!record.IsPadding)
                Sequence = record.Sequence;
        }

        _epochWord.StoreRelease(_epochWord.LoadOwn() + 1);
    }

    internal bool TryReserve(int payloadBytes, out Span<byte> payload)
    {
        long recordBytes = LaneLayout.RecordBytes(payloadBytes);
        long untilEnd = _capacity - (_position & _mask);
        long padding = untilEnd < recordBytes ? untilEnd : 0;
        if (!Fits(padding + recordBytes))
        {
            payload = default;
            return false;
        }

        if (padding != 0)
            Pad(padding);

        payload = _records.Span((_position & _mask) + LaneLayout.RecordPayload, payloadBytes);
        return true;
    }

    /// <summary>Whether a reserve of that size would succeed.</summary>
    internal bool HasRoom(int payloadBytes)
    {
        long recordBytes = LaneLayout.RecordBytes(payloadBytes);
        long untilEnd = _capacity - (_position & _mask);
        return Fits(recordBytes + (untilEnd < recordBytes ? untilEnd : 0));
    }

    internal void Commit(int payloadBytes)
    {
        long offset = _position & _mask;
        long next = _position + LaneLayout.RecordBytes(payloadBytes);
        ZeroHead(next);
        Sequence++;
        _records.Int64(offset + LaneLayout.RecordSequence).StoreOwn(Sequence);
        _records.Int32(offset + LaneLayout.RecordEpoch).StoreOwn(Epoch);

        // PAIRS WITH LaneRecord.Read. Last: whoever sees it sees the payload, and the zero behind it.
        _records.Int32(offset + LaneLayout.RecordCommit).StoreRelease(payloadBytes + 1);
        _position = next;
    }

    private void Pad(long padding)
    {
        ZeroHead(_position + padding);
        _records.Int32((_position & _mask) + LaneLayout.RecordCommit).StoreRelease((int)-padding); // PAIRS WITH LaneRecord.Read.
        _position += padding;
    }

    private void ZeroHead(long position) => _records.Int32((position & _mask) + LaneLayout.RecordCommit).StoreOwn(0);

    private bool Fits(long bytes)
    {
        // The head behind the record is zeroed too, so it must be free as well.
        long needed = _position + bytes + LaneLayout.RecordAlignment;
        return needed - _consumedSeen <= _capacity || needed - RefreshConsumed() <= _capacity;
    }

    private long RefreshConsumed()
    {
        // PAIRS WITH LaneReader.Release: the reader has finished with everything before this position.
        long consumed = _consumed.LoadAcquire();

        // A peer wrote this word: it is input.
        if (consumed < _consumedSeen || consumed > _position)
            throw new SegmentCorruptException("ConsumedPosition", consumed, _consumedSeen, _position);

        return _consumedSeen = consumed;
    }
}
