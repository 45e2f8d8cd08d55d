using Lace.Ipc.Memory;
using Lace.Ipc.Segments;
using Lace.Ipc.Snapshots;
using Lace.Ipc.Waiting;

namespace Lace.Ipc;

/// <summary>Reads the newest value of a snapshot: always a complete one, without slowing its publisher.</summary>
/// <typeparam name="T">The publisher's type.</typeparam>
/// <remarks>Threads: one at a time, except <see cref="Dispose"/>. Cost: one copy a read, no system call, no allocation.</remarks>
public sealed class SnapshotSubscriber<T> : IDisposable, IWaitSource
    where T : unmanaged
{
    private readonly Segment _segment;
    private readonly UseGate _gate;
    private readonly Waiter _waiter;
    private readonly SnapshotWords _words;
    private long _last;

    private SnapshotSubscriber(Segment segment)
    {
        _segment = segment;
        _words = new SnapshotWords(segment);
        _gate = new UseGate($"SnapshotSubscriber {segment.Name}", () => _segment.Detach(static () => false));
        _waiter = new Waiter(segment, _gate, this);
    }

    /// <summary>Name of the snapshot.</summary>
    public string Name => _segment.Name;

    /// <summary>Opens a snapshot that exists.</summary>
    /// <param name="name">Name of the snapshot.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentNotFoundException">It does not exist.</exception>
    /// <exception cref="SegmentMismatchException">It holds another value.</exception>
    /// <exception cref="SegmentBusyException">It has as many subscribers as it may have.</exception>
    /// <exception cref="SegmentException">It cannot be opened, with the reason.</exception>
    public static SnapshotSubscriber<T> Open(string name, SegmentOptions? options = null) =>
        Attach(name, SnapshotType.Of<T>(ToSnapshot(options)), create: false);

    /// <summary>Opens the snapshot, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>.</param>
    /// <param name="options">Null for the defaults. A snapshot that exists must have the same.</param>
    /// <inheritdoc cref="Open"/>
    public static SnapshotSubscriber<T> CreateOrOpen(string name, SnapshotOptions? options = null) =>
        Attach(name, SnapshotType.Of<T>(options), create: true);

    /// <summary>Reads the newest value. Never waits.</summary>
    /// <param name="value">The value, also one that an earlier publisher left.</param>
    /// <returns>Its version, a count of publishes from 1; 0 where nothing was published yet.</returns>
    /// <exception cref="SegmentCorruptException">A word that a peer wrote is out of range.</exception>
    /// <exception cref="ObjectDisposedException">This subscriber is disposed.</exception>
    public long Read(out T value)
    {
        _gate.Enter();
        try
        {
            value = default;
            return _last = _words.Read(Bytes.AsBytes(new Span<T>(ref value)));
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Waits until there is a version that was not read yet.</summary>
    /// <inheritdoc cref="Subscriber.Wait"/>
    public WaitResult Wait(TimeSpan timeout, CancellationToken cancellation = default) => _waiter.Wait(timeout, cancellation);

    /// <summary>Leaves the segment. The last one out removes it, unless it is persistent.</summary>
    public void Dispose() => _gate.Close(_waiter.WakeOwn);

    bool IWaitSource.IsReady() => _words.Version != _last;

    long IWaitSource.PeerSignature() => _segment.Signature(SnapshotLayout.PublisherEntry, 1);

    private static SnapshotOptions? ToSnapshot(SegmentOptions? options) => options is null
        ? null
        : new SnapshotOptions
        {
            Directory = options.Directory,
            Group = options.Group,
            TypeName = options.TypeName,
            LayoutHash = options.LayoutHash,
            GateTimeout = options.GateTimeout,
        };

    private static SnapshotSubscriber<T> Attach(string name, SnapshotOptions options, bool create) =>
        new(SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.Snapshot,
                Options = options,
                Asked = create ? SnapshotLayout.From(Bytes.SizeOf<T>(), options) : null,
                Create = create,
                Role = "subscriber",
                Places = static spec => (SnapshotLayout.FirstSubscriberEntry, SnapshotLayout.Subscribers(spec)),
            },
            SnapshotType.RequireSize<T>));
}
