using Lace.Ipc.Ownership;

namespace Lace.Ipc;

/// <summary>One request, read where it lies. Dispose it to release its space; the reply may come before or after.</summary>
public readonly ref struct Request
{
    private readonly ILeaseOwner? _owner;
    private readonly long _token;

    internal Request(ILeaseOwner owner, long token, RequestId id, ReadOnlySpan<byte> payload, long deadlineNs)
    {
        _owner = owner;
        _token = token;
        Id = id;
        Payload = payload;
        DeadlineNs = deadlineNs;
    }

    /// <summary>Whom to reply to.</summary>
    public RequestId Id { get; }

    /// <summary>The request, in shared memory.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>When the client stops waiting, on <see cref="MonotonicClock"/>.</summary>
    public long DeadlineNs { get; }

    /// <summary>Releases the request. A second dispose does nothing.</summary>
    public void Dispose() => _owner?.Release(_token);
}
