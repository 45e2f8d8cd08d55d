using Lace.Ipc.Rings;
using Lace.Ipc.Segments;

namespace Lace.Ipc;

/// <summary>
/// Reads a ring: every message once, in order for each publisher. What a subscriber took but did not release before it died, the
/// next one gets again, flagged <see cref="Lease.Redelivered"/>.
/// </summary>
/// <remarks>One open lease at a time.</remarks>
public sealed class RingSubscriber : Subscriber
{
    private readonly LaneReader[] _lanes;
    private long _token;
    private long _openToken;
    private int _openLane;
    private int _nextLane;

    private RingSubscriber(Segment segment, LaneReader[] lanes)
        : base(segment, (1, lanes.Length))
    {
        _lanes = lanes;
    }

    /// <summary>Opens the ring, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>, for example <c>cartpole/experience</c>.</param>
    /// <param name="options">Null for the defaults. A ring that exists must have the same.</param>
    /// <exception cref="SegmentMismatchException">It exists with other options.</exception>
    /// <exception cref="SegmentBusyException">It has a subscriber.</exception>
    /// <exception cref="SegmentException">It cannot be created or opened, with the reason.</exception>
    public static RingSubscriber CreateOrOpen(string name, RingOptions? options = null)
    {
        options ??= new RingOptions();
        return Attach(name, options, RingLayout.From(options));
    }

    /// <summary>Opens a ring that exists, whatever its size.</summary>
    /// <param name="name">Name of the ring.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentNotFoundException">It does not exist.</exception>
    /// <inheritdoc cref="CreateOrOpen"/>
    public static RingSubscriber Open(string name, SegmentOptions? options = null) =>
        Attach(name, options ?? new SegmentOptions(), asked: null);

    private static RingSubscriber Attach(string name, SegmentOptions options, SegmentSpec? asked)
    {
        LaneReader[] lanes = [];
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.Ring,
                Options = options,
                Asked = asked,
                Create = asked is not null,
                Role = "subscriber",
                Places = static _ => (0, 1),
            },
            taken =>
            {
                lanes = new LaneReader[RingLayout.PublisherCount(taken.Spec)];
                for (int i = 0; i < lanes.Length; i++)
                    lanes[i] = new LaneReader(RingLayout.Lane(taken, i), RingLayout.CapacityBytes(taken.Spec));
            });
        return new RingSubscriber(segment, lanes);
    }

    private protected override bool TryTake(out Lease lease)
    {
        if (_openToken != 0)
            throw new InvalidOperationException($"a lease is already open: name={Name}; a ring's subscriber has one at a time");

        // Starting behind the lane that was served last keeps one fast publisher from starving the others.
        for (int i = 0; i < _lanes.Length; i++)
        {
            int lane = (_nextLane + i) % _lanes.Length;
            if (!_lanes[lane].TryTake(out LaneRecord record, out ReadOnlySpan<byte> payload, out bool redelivered))
                continue;

            _openLane = lane;
            _nextLane = lane + 1;
            _openToken = ++_token;
            lease = new Lease(this, _openToken, payload, record.Sequence, missedCount: 0, redelivered, captureTimeNs: 0);
            return true;
        }

        lease = default;
        return false;
    }

    private protected override bool ReleaseTaken(long token)
    {
        if (token != _openToken)
            return false;

        _openToken = 0;
        _lanes[_openLane].Release();
        Writers.Wake(1 + _openLane);
        return true;
    }

    private protected override bool HasNews()
    {
        foreach (LaneReader lane in _lanes)
        {
            if (lane.HasNext)
                return true;
        }

        return false;
    }

    private protected override bool KeepWhenLast() => RingLayout.HasUnread(Segment);
}
