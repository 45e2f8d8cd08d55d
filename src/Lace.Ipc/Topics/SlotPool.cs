using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Topics;

/// <summary>The publisher's side of a topic's slots: which to write next, and what a commit and a death do to them.</summary>
/// <remarks>
/// <para>The newest History slots are not free. Among the rest, the one that left the history last is reused first, so that large
/// frames stay in the cache, unless somebody leases it.</para>
/// <para>Leases are hazard words. A subscriber names the slot in its own line, fences, and looks whether the slot still holds the
/// sequence it wants. The publisher marks the slot as being written, fences, and looks whether a hazard names it; if so it puts the
/// old sequence back and takes another. At least one of the two sees the other, so a slot is never written while it is read.</para>
/// <para>What a death leaves: a slot marked as being written, which the successor resets; or a slot that holds the next sequence while
/// Newest does not say so yet, which the successor publishes: a message is committed once its slot has its sequence.</para>
/// </remarks>
internal sealed class SlotPool
{
    private readonly Segment _segment;
    private readonly TopicSlots _slots;
    private readonly int _leases;

    /// <summary>Slots outside the history; the one that left it last is at the end.</summary>
    private readonly List<int> _free;

    /// <summary>The slots of the history, by sequence modulo the history's length.</summary>
    private readonly int[] _history;

    private readonly PeerView _subscribers;

    private SlotPool(Segment segment, TopicSlots slots, long newest, List<int> free, int[] history)
    {
        _segment = segment;
        _slots = slots;
        _leases = TopicLayout.Leases(segment.Spec);
        _subscribers = new PeerView(segment, TopicLayout.FirstSubscriberEntry, TopicLayout.Subscribers(segment.Spec));
        Newest = newest;
        _free = free;
        _history = history;
    }

    internal long Newest { get; private set; }

    /// <summary>Brings the slots in order after a publisher that is gone, or a creator that made them.</summary>
    /// <exception cref="SegmentCorruptException">The slots do not make sense.</exception>
    internal static SlotPool TakeOver(Segment segment, TopicSlots slots)
    {
        long announced = slots.Newest.LoadAcquire();
        long newest = announced;
        for (int i = 0; i < slots.Count; i++)
        {
            long sequence = slots[i].Sequence.LoadAcquire();
            if (sequence < 0)
                slots[i].Sequence.StoreRelease(0);
            else
                newest = Math.Max(newest, sequence);
        }

        // One message at most can be committed and not announced.
        if (announced < 0 || newest > announced + 1)
            throw new SegmentCorruptException("slot Sequence", newest, 0, announced + 1);

        int[] history = new int[slots.History];
        Array.Fill(history, -1);
        List<(long Sequence, int Slot)> others = [];
        for (int i = 0; i < slots.Count; i++)
        {
            long sequence = slots[i].Sequence.LoadAcquire();
            if (sequence > newest - slots.History && sequence > 0)
            {
                if (history[sequence % slots.History] >= 0)
                    throw new SegmentCorruptException("slot Sequence (twice)", sequence, 0, 0);

                history[sequence % slots.History] = i;
                slots.Assign(sequence, i);
            }
            else
            {
                others.Add((sequence, i));
            }
        }

        if (newest > 0 && history[newest % slots.History] < 0)
            throw new SegmentCorruptException("NewestSequence (held by no slot)", newest, 0, 0);

        slots.Newest.StoreRelease(newest); // PAIRS WITH TopicSubscriber.TryTake, as in Commit.
        others.Sort();
        return new SlotPool(segment, slots, newest, others.ConvertAll(static o => o.Slot), history);
    }

    /// <summary>Takes a free slot that nobody leases and marks it as being written.</summary>
    internal int Claim()
    {
        // There is always a free slot that is not leased, but a subscriber that moves its hazard while we look can stand in the way
        // of each in turn. It does so once per message; who does it a thousand times is not a correct peer.
        const int Passes = 1_000;
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = _free.Count - 1; i >= 0; i--)
            {
                if (TryMark(_free[i]))
                {
                    int slot = _free[i];
                    _free.RemoveAt(i);
                    return slot;
                }
            }
        }

        throw new SegmentCorruptException("free slots not leased", 0, 1, _slots.Count);
    }

    /// <summary>Publishes the claimed slot as the next message.</summary>
    internal void Commit(int slot)
    {
        long sequence = Newest + 1;

        // The message is committed here. PAIRS WITH TopicSubscriber.TryLease: who sees the sequence sees the payload.
        _slots[slot].Sequence.StoreRelease(sequence);
        _slots.Assign(sequence, slot);

        // PAIRS WITH TopicSubscriber.TryTake: who sees the number finds its slot.
        _slots.Newest.StoreRelease(sequence);
        Newest = sequence;

        ref int place = ref _history[sequence % _slots.History];
        if (place >= 0)
            _free.Add(place);

        place = slot;
    }

    internal void Abort(int slot)
    {
        // What the slot held is overwritten, so it holds nothing now.
        _slots[slot].Sequence.StoreRelease(0);
        _free.Add(slot);
    }

    private bool TryMark(int slot)
    {
        if (IsLeased(slot))
            return false;

        SharedInt64 word = _slots[slot].Sequence;
        long held = word.LoadOwn();
        word.StoreRelease(-(Newest + 1));
        Fences.Full(); // PAIRS WITH TopicSubscriber.TryLease: it names the slot, fences, and looks at the sequence.
        if (!IsLeased(slot))
            return true;

        word.StoreRelease(held);
        return false;
    }

    private bool IsLeased(int slot)
    {
        foreach (int index in _subscribers.Live)
        {
            ref readonly AttachmentEntry entry = ref _segment.Entries[index];
            for (int lease = 0; lease < _leases; lease++)
            {
                if (entry.Hazard(lease).LoadAcquire() == slot + 1)
                    return true;
            }
        }

        return false;
    }
}
