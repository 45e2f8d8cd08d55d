using Lace.Ipc.Memory;
using Lace.Ipc.Segments;
using Lace.Ipc.Topics;

namespace Lace.Ipc;

/// <summary>Reads a topic in place, without slowing its publisher unless the topic is reliable.</summary>
/// <remarks>
/// As many leases may be open at a time as the topic's <see cref="TopicOptions.LeasesPerSubscriber"/>, released in any order.
/// </remarks>
public sealed class TopicSubscriber : Subscriber
{
    private readonly TopicSlots _slots;
    private readonly long[] _leasedTokens;
    private readonly Delivery _delivery;
    private readonly bool _reliable;
    private long _token;
    private long _last;

    private TopicSubscriber(Segment segment, TopicSlots slots, Delivery delivery, long firstWanted)
        : base(segment, (TopicLayout.PublisherEntry, 1))
    {
        _slots = slots;
        _delivery = delivery;
        _reliable = TopicLayout.IsReliable(segment.Spec) && delivery == Delivery.InOrder;
        _leasedTokens = new long[TopicLayout.Leases(segment.Spec)];
        _last = firstWanted - 1;
    }

    /// <summary>Opens the topic, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>, for example <c>camera/front</c>.</param>
    /// <param name="options">Null for the defaults. A topic that exists must have the same.</param>
    /// <param name="delivery">What to get next.</param>
    /// <exception cref="SegmentMismatchException">It exists with other options.</exception>
    /// <exception cref="SegmentBusyException">It has as many subscribers as it may have.</exception>
    /// <exception cref="SegmentException">It cannot be created or opened, with the reason.</exception>
    public static TopicSubscriber CreateOrOpen(string name, TopicOptions? options = null, Delivery delivery = Delivery.Newest)
    {
        options ??= new TopicOptions();
        return Attach(name, options, TopicLayout.From(options), delivery);
    }

    /// <summary>Opens a topic that exists, whatever its size.</summary>
    /// <param name="name">Name of the topic.</param>
    /// <param name="delivery">What to get next.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentNotFoundException">It does not exist.</exception>
    /// <inheritdoc cref="CreateOrOpen"/>
    public static TopicSubscriber Open(string name, Delivery delivery = Delivery.Newest, SegmentOptions? options = null) =>
        Attach(name, options ?? new SegmentOptions(), asked: null, delivery);

    /// <summary>Opens a topic as soon as it exists; looks every 20 ms.</summary>
    /// <param name="name">Name of the topic.</param>
    /// <param name="delivery">What to get next.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <inheritdoc cref="CreateOrOpen"/>
    public static Task<TopicSubscriber> OpenAsync(
        string name, Delivery delivery = Delivery.Newest, SegmentOptions? options = null, CancellationToken cancellation = default) =>
        SegmentAppearance.OpenAsync(() => Open(name, delivery, options), cancellation);

    private static TopicSubscriber Attach(string name, SegmentOptions options, SegmentSpec? asked, Delivery delivery)
    {
        TopicSlots? slots = null;
        long first = 0;
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.Topic,
                Options = options,
                Asked = asked,
                Create = asked is not null,
                Role = "subscriber",
                Places = static spec => (TopicLayout.FirstSubscriberEntry, TopicLayout.Subscribers(spec)),
            },
            taken =>
            {
                slots = new TopicSlots(taken);
                first = delivery == Delivery.InOrder ? WantFromOldest(taken, slots) : Math.Max(1, slots.Newest.LoadAcquire());
            });
        return new TopicSubscriber(segment, slots!, delivery, first);
    }

    private protected override bool TryTake(out Lease lease)
    {
        int place = Array.IndexOf(_leasedTokens, 0L);
        if (place < 0)
            throw new InvalidOperationException(
                $"all leases are open: name={Name}, LeasesPerSubscriber={_leasedTokens.Length}; dispose one first");

        long newest = LoadNewest();
        while (newest > _last)
        {
            long wanted = _delivery == Delivery.Newest ? newest : Math.Max(_last + 1, _slots.Oldest(newest));
            if (TryLease(place, wanted, out lease))
                return true;

            // The publisher has moved on and reused the slot; a newest that stays while its slot changes is nobody's correct work.
            long now = LoadNewest();
            if (now == newest)
                throw new SegmentCorruptException("slot Sequence", _slots[_slots.SlotOf(wanted)].Sequence.LoadAcquire(), wanted, wanted);

            newest = now;
        }

        lease = default;
        return false;
    }

    private protected override bool ReleaseTaken(long token)
    {
        int place = Array.IndexOf(_leasedTokens, token);
        if (place < 0)
            return false;

        _leasedTokens[place] = 0;

        // PAIRS WITH SlotPool.IsLeased: our last read of the slot is before the publisher's next write there.
        Segment.Own.Hazard(place).StoreRelease(0);
        if (_reliable)
        {
            // PAIRS WITH TopicPublisher.HasRoom.
            Segment.Own.WantedSequence.StoreRelease(_last + 1);
            Writers.Wake();
        }

        return true;
    }

    private protected override bool HasNews() => _slots.Newest.LoadAcquire() > _last;

    private protected override bool KeepWhenLast() => false;

    private static long WantFromOldest(Segment segment, TopicSlots slots)
    {
        // A publisher that is between looking for wishes and committing does not see this one: what it pushes out is gone before
        // this subscriber has begun. From its next claim on it waits.
        long oldest = slots.Oldest(slots.Newest.LoadAcquire());
        segment.Own.WantedSequence.StoreRelease(oldest);
        Fences.Full(); // PAIRS WITH TopicPublisher.HasRoom: the wish is visible before our first look at a slot.
        return oldest;
    }

    private long LoadNewest()
    {
        // PAIRS WITH SlotPool.Commit. A peer wrote this word: it is input, and it never goes back.
        long newest = _slots.Newest.LoadAcquire();
        return newest >= _last ? newest : throw new SegmentCorruptException("NewestSequence", newest, _last, long.MaxValue);
    }

    private bool TryLease(int place, long wanted, out Lease lease)
    {
        int index = _slots.SlotOf(wanted);
        ref readonly TopicSlot slot = ref _slots[index];
        SharedInt32 hazard = Segment.Own.Hazard(place);
        hazard.StoreRelease(index + 1);
        Fences.Full(); // PAIRS WITH SlotPool.Claim: it marks the slot, fences, and looks at the hazards.
        if (slot.Sequence.LoadAcquire() != wanted)
        {
            hazard.StoreRelease(0);
            lease = default;
            return false;
        }

        // From here on the slot does not change. A peer wrote its size: it is input.
        int payloadBytes = slot.PayloadBytes.LoadOwn();
        if ((uint)payloadBytes > (uint)_slots.SlotSizeBytes)
        {
            hazard.StoreRelease(0);
            throw new SegmentCorruptException("slot PayloadBytes", payloadBytes, 0, _slots.SlotSizeBytes);
        }

        long missed = wanted - _last - 1;
        _last = wanted;
        _leasedTokens[place] = ++_token;
        lease = new Lease(this, _token, slot.Payload(payloadBytes), wanted, missed, redelivered: false, slot.CaptureTimeNs.LoadOwn());
        return true;
    }
}
