using Lace.Ipc.Segments;
using Lace.Ipc.Topics;

namespace Lace.Ipc;

/// <summary>
/// Writes messages into a topic's slots, for any number of subscribers. It never waits for a reader unless the topic is reliable.
/// </summary>
/// <remarks>Source: slots with hazard words after the used-chunk lists of iceoryx2; see docs/ARCHITECTURE.md.</remarks>
public sealed class TopicPublisher : Publisher
{
    private readonly SlotPool _pool;
    private readonly TopicSlots _slots;
    private readonly bool _reliable;
    private int _openSlot = -1;

    private TopicPublisher(Segment segment, SlotPool pool, TopicSlots slots)
        : base(segment, (TopicLayout.FirstSubscriberEntry, TopicLayout.Subscribers(segment.Spec)))
    {
        _pool = pool;
        _slots = slots;
        _reliable = TopicLayout.IsReliable(segment.Spec);
    }

    /// <inheritdoc/>
    public override int MaxPayloadBytes => _slots.SlotSizeBytes;

    /// <inheritdoc/>
    public override long PublishedSequence => _pool.Newest;

    /// <summary>Opens the topic as its publisher, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>, for example <c>camera/front</c>.</param>
    /// <param name="options">Null for the defaults. A topic that exists must have the same.</param>
    /// <exception cref="SegmentMismatchException">It exists with other options.</exception>
    /// <exception cref="SegmentBusyException">It has a publisher.</exception>
    /// <exception cref="SegmentException">It cannot be created or opened, with the reason.</exception>
    public static TopicPublisher CreateOrOpen(string name, TopicOptions? options = null)
    {
        options ??= new TopicOptions();
        return Attach(name, options, TopicLayout.From(options));
    }

    /// <summary>Opens a topic that exists, whatever its size.</summary>
    /// <param name="name">Name of the topic.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentNotFoundException">It does not exist.</exception>
    /// <inheritdoc cref="CreateOrOpen"/>
    public static TopicPublisher Open(string name, SegmentOptions? options = null) =>
        Attach(name, options ?? new SegmentOptions(), asked: null);

    private static TopicPublisher Attach(string name, SegmentOptions options, SegmentSpec? asked)
    {
        TopicSlots? slots = null;
        SlotPool? pool = null;
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.Topic,
                Options = options,
                Asked = asked,
                Create = asked is not null,
                Role = "publisher",
                Places = static _ => (TopicLayout.PublisherEntry, 1),
            },
            taken =>
            {
                slots = new TopicSlots(taken);
                pool = SlotPool.TakeOver(taken, slots);
            });
        return new TopicPublisher(segment, pool!, slots!);
    }

    private protected override bool TryReserve(int payloadBytes, out Span<byte> payload)
    {
        if (_reliable && !HasRoom(payloadBytes))
        {
            // Only the living are waited for.
            if (Segment.ReapDead() == 0 || !HasRoom(payloadBytes))
            {
                payload = default;
                return false;
            }
        }

        _openSlot = _pool.Claim();
        payload = _slots[_openSlot].Payload(payloadBytes);
        return true;
    }

    private protected override void CommitReserved(int payloadBytes, long captureTimeNs)
    {
        ref readonly TopicSlot slot = ref _slots[_openSlot];
        slot.PayloadBytes.StoreOwn(payloadBytes);
        slot.CaptureTimeNs.StoreOwn(captureTimeNs);
        _pool.Commit(_openSlot);
        Readers.Wake();
    }

    private protected override void AbortReserved() => _pool.Abort(_openSlot);

    private protected override bool HasRoom(int payloadBytes)
    {
        if (!_reliable)
            return true;

        // The next message pushes this sequence out of the history.
        long leaving = _pool.Newest + 1 - _slots.History;
        foreach (ref readonly AttachmentEntry entry in Segment.Entries[TopicLayout.FirstSubscriberEntry..])
        {
            // PAIRS WITH TopicSubscriber.ReleaseTaken: a wish beyond a message means its lease is over.
            long wanted = entry.WantedSequence.LoadAcquire();
            if (wanted > 0 && wanted <= leaving)
                return false;
        }

        return true;
    }

    private protected override bool KeepWhenLast() => false;
}
