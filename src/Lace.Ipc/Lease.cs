using Lace.Ipc.Ownership;

namespace Lace.Ipc;

/// <summary>
/// One message, read where it lies. Dispose it to release the space; nobody overwrites it before.
/// </summary>
/// <remarks>A lease cannot leave the stack frame that took it. Threads: only the one that read.</remarks>
public readonly ref struct Lease
{
    private readonly ILeaseOwner? _owner;
    private readonly long _token;

    internal Lease(
        ILeaseOwner owner, long token, ReadOnlySpan<byte> payload, long sequence, long missedCount, bool redelivered, long captureTimeNs)
    {
        _owner = owner;
        _token = token;
        Payload = payload;
        Sequence = sequence;
        MissedCount = missedCount;
        Redelivered = redelivered;
        CaptureTimeNs = captureTimeNs;
    }

    /// <summary>The message, in shared memory.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The publisher's count of its messages, from 1, without gaps.</summary>
    public long Sequence { get; }

    /// <summary>
    /// Topics: how many messages this subscriber did not see since its previous lease, or since it attached. Rings: always 0.
    /// </summary>
    public long MissedCount { get; }

    /// <summary>Rings: a subscriber that died before releasing it may have seen this message before.</summary>
    public bool Redelivered { get; }

    /// <summary>Topics: when the content was captured, on <see cref="MonotonicClock"/>; 0 for unknown.</summary>
    public long CaptureTimeNs { get; }

    /// <summary>Releases the message. A second dispose does nothing.</summary>
    public void Dispose() => _owner?.Release(_token);
}
