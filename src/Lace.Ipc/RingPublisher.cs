using Lace.Ipc.Rings;
using Lace.Ipc.Segments;

namespace Lace.Ipc;

/// <summary>Writes messages into a ring: lossless, in order, for one subscriber. A full ring refuses; it never drops.</summary>
/// <remarks>Source: records with their commit word inside after Agrona's <c>OneToOneRingBuffer</c>; see docs/ARCHITECTURE.md.</remarks>
public sealed class RingPublisher : Publisher
{
    private readonly LaneWriter _lane;

    private RingPublisher(Segment segment, LaneWriter lane)
        : base(segment, (0, 1))
    {
        _lane = lane;
    }

    /// <inheritdoc/>
    public override int MaxPayloadBytes => _lane.MaxPayloadBytes;

    /// <inheritdoc/>
    public override long PublishedSequence => _lane.Sequence;

    /// <summary>Opens the ring, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>, for example <c>cartpole/experience</c>.</param>
    /// <param name="options">Null for the defaults. A ring that exists must have the same.</param>
    /// <exception cref="SegmentMismatchException">It exists with other options.</exception>
    /// <exception cref="SegmentBusyException">Every publisher's place is taken.</exception>
    /// <exception cref="SegmentException">It cannot be created or opened, with the reason.</exception>
    public static RingPublisher CreateOrOpen(string name, RingOptions? options = null)
    {
        options ??= new RingOptions();
        return Attach(name, options, RingLayout.From(options));
    }

    /// <summary>Opens a ring that exists, whatever its size.</summary>
    /// <param name="name">Name of the ring.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentNotFoundException">It does not exist.</exception>
    /// <inheritdoc cref="CreateOrOpen"/>
    public static RingPublisher Open(string name, SegmentOptions? options = null) =>
        Attach(name, options ?? new SegmentOptions(), asked: null);

    private static RingPublisher Attach(string name, SegmentOptions options, SegmentSpec? asked)
    {
        LaneWriter? lane = null;
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.Ring,
                Options = options,
                Asked = asked,
                Create = asked is not null,
                Role = "publisher",
                Places = spec => (1, RingLayout.PublisherCount(spec)),
            },
            taken =>
            {
                lane = new LaneWriter(RingLayout.Lane(taken, taken.OwnIndex - 1), RingLayout.CapacityBytes(taken.Spec));
                lane.TakeOver();
            });
        return new RingPublisher(segment, lane!);
    }

    private protected override bool TryReserve(int payloadBytes, out Span<byte> payload) => _lane.TryReserve(payloadBytes, out payload);

    private protected override void CommitReserved(int payloadBytes, long captureTimeNs)
    {
        _lane.Commit(payloadBytes);
        Readers.Wake();
    }

    private protected override void AbortReserved()
    {
        // Nothing of a reservation is in shared memory.
    }

    private protected override bool HasRoom(int payloadBytes) => _lane.HasRoom(payloadBytes);

    private protected override bool KeepWhenLast() => RingLayout.HasUnread(Segment);
}
