using Lace.Ipc.Memory;
using Lace.Ipc.Segments;
using Lace.Ipc.Snapshots;
using Lace.Ipc.Waiting;

namespace Lace.Ipc;

/// <summary>Shares one small value of which only the newest counts: a pose, a setting, a counter.</summary>
/// <typeparam name="T">An unmanaged type of at most 1 MiB; its name and size must be the same on both sides.</typeparam>
/// <remarks>
/// Threads: one at a time, except <see cref="Dispose"/>. Cost: two copies' worth of memory, one copy and no system call a publish
/// unless somebody sleeps, no allocation. A publisher that dies mid-write leaves the last complete value.
/// </remarks>
public sealed class SnapshotPublisher<T> : IDisposable
    where T : unmanaged
{
    private readonly Segment _segment;
    private readonly UseGate _gate;
    private readonly SnapshotWords _words;
    private readonly PeerView _readers;

    private SnapshotPublisher(Segment segment)
    {
        _segment = segment;
        _words = new SnapshotWords(segment);
        _readers = new PeerView(segment, SnapshotLayout.FirstSubscriberEntry, SnapshotLayout.Subscribers(segment.Spec));
        _gate = new UseGate($"SnapshotPublisher {segment.Name}", () => _segment.Detach(static () => false));
    }

    /// <summary>Name of the snapshot.</summary>
    public string Name => _segment.Name;

    /// <summary>Opens the snapshot as its publisher, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>.</param>
    /// <param name="options">Null for the defaults. A snapshot that exists must have the same.</param>
    /// <exception cref="SegmentMismatchException">It exists with other options or another value.</exception>
    /// <exception cref="SegmentBusyException">It has a publisher.</exception>
    /// <exception cref="SegmentException">It cannot be created or opened, with the reason.</exception>
    public static SnapshotPublisher<T> CreateOrOpen(string name, SnapshotOptions? options = null)
    {
        SnapshotOptions typed = SnapshotType.Of<T>(options);
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.Snapshot,
                Options = typed,
                Asked = SnapshotLayout.From(Bytes.SizeOf<T>(), typed),
                Create = true,
                Role = "publisher",
                Places = static _ => (SnapshotLayout.PublisherEntry, 1),
            },
            static taken =>
            {
                SnapshotType.RequireSize<T>(taken);
                new SnapshotWords(taken).TakeOver();
            });
        return new SnapshotPublisher<T>(segment);
    }

    /// <summary>Replaces the value. Never waits.</summary>
    /// <exception cref="ObjectDisposedException">This publisher is disposed.</exception>
    public void Publish(in T value)
    {
        _gate.Enter();
        try
        {
            _words.Write(Bytes.AsBytes(new ReadOnlySpan<T>(in value)));
            _readers.Wake();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Leaves the segment. The last one out removes it, unless it is persistent.</summary>
    public void Dispose() => _gate.Close(static () => { });
}
