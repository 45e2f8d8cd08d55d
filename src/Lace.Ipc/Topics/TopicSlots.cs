using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Topics;

/// <summary>The words of one slot.</summary>
internal readonly struct TopicSlot(Region region)
{
    internal SharedInt64 Sequence { get; } = region.Int64(TopicLayout.SlotSequence);

    internal SharedInt64 CaptureTimeNs { get; } = region.Int64(TopicLayout.SlotCaptureTimeNs);

    internal SharedInt32 PayloadBytes { get; } = region.Int32(TopicLayout.SlotPayloadBytes);

    internal Span<byte> Payload(int bytes) => region.Span(TopicLayout.SlotPayload, bytes);
}

/// <summary>The words of a topic that both sides use, with the checks that reading them needs.</summary>
internal sealed class TopicSlots
{
    private readonly TopicSlot[] _slots;
    private readonly SharedInt32[] _slotOf;
    private readonly int _slotOfMask;

    internal TopicSlots(Segment segment)
    {
        SegmentSpec spec = segment.Spec;
        History = TopicLayout.History(spec);
        SlotSizeBytes = TopicLayout.SlotSizeBytes(spec);
        Newest = segment.Body.Int64(TopicLayout.NewestSequence);
        _slotOf = new SharedInt32[TopicLayout.SlotOfCount(History)];
        _slotOfMask = _slotOf.Length - 1;
        for (int i = 0; i < _slotOf.Length; i++)
            _slotOf[i] = segment.Body.Int32(TopicLayout.SlotOf + i * sizeof(int));

        _slots = new TopicSlot[TopicLayout.SlotCount(spec)];
        for (int i = 0; i < _slots.Length; i++)
            _slots[i] = new TopicSlot(TopicLayout.Slot(segment.Body, spec, i));
    }

    internal int History { get; }

    internal int SlotSizeBytes { get; }

    internal int Count => _slots.Length;

    internal SharedInt64 Newest { get; }

    internal ref readonly TopicSlot this[int slot] => ref _slots[slot];

    internal void Assign(long sequence, int slot) => _slotOf[(int)sequence & _slotOfMask].StoreOwn(slot);

    /// <summary>Where a sequence of the history lies. It may be gone by the time it is looked at: the slot's own sequence tells.</summary>
    /// <exception cref="SegmentCorruptException">Not the number of a slot.</exception>
    internal int SlotOf(long sequence)
    {
        int slot = _slotOf[(int)sequence & _slotOfMask].LoadAcquire();
        return (uint)slot < (uint)_slots.Length ? slot : throw new SegmentCorruptException("SlotOf", slot, 0, _slots.Length - 1);
    }

    /// <summary>The first sequence that the history still holds when <paramref name="newest"/> is the newest.</summary>
    internal long Oldest(long newest) => Math.Max(1, newest - History + 1);
}
