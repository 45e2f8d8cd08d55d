using Lace.Ipc.Ownership;

namespace Lace.Ipc;

/// <summary>
/// Space reserved for one message. Write into <see cref="Payload"/>, then <see cref="Commit()"/>; disposing without a commit gives
/// the space back and nobody sees anything.
/// </summary>
/// <remarks>
/// A claim cannot leave the stack frame that made it. A copy is possible; only the first commit or dispose counts, a later commit
/// throws. Threads: only the one that claimed.
/// </remarks>
public readonly ref struct Claim
{
    private readonly IClaimOwner? _owner;
    private readonly long _token;

    internal Claim(IClaimOwner owner, long token, Span<byte> payload)
    {
        _owner = owner;
        _token = token;
        Payload = payload;
    }

    /// <summary>
    /// The reserved bytes, as many as were asked for, in shared memory; their content is arbitrary. 8-byte aligned in a ring, 64 in a
    /// topic.
    /// </summary>
    public Span<byte> Payload { get; }

    /// <summary>Makes the message visible, all of <see cref="Payload"/>.</summary>
    /// <exception cref="InvalidOperationException">This claim, or a copy of it, was committed or disposed before.</exception>
    public void Commit() => Commit(Payload.Length);

    /// <summary>Makes the first <paramref name="payloadBytes"/> bytes visible as the message.</summary>
    /// <param name="payloadBytes">0 to the length of <see cref="Payload"/>.</param>
    /// <param name="captureTimeNs">
    /// When the content was captured, on <see cref="MonotonicClock"/>; 0 for unknown. Topics carry it to the reader; rings do not.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">More than was claimed.</exception>
    /// <exception cref="InvalidOperationException">This claim, or a copy of it, was committed or disposed before.</exception>
    public void Commit(int payloadBytes, long captureTimeNs = 0)
    {
        if ((uint)payloadBytes > (uint)Payload.Length)
            throw new ArgumentOutOfRangeException(nameof(payloadBytes), payloadBytes,
                $"a commit cannot exceed its claim: payloadBytes={payloadBytes}, claimed={Payload.Length}");

        if (_owner is null)
            throw new InvalidOperationException("this claim is empty: TryClaim returned false");

        _owner.Commit(_token, payloadBytes, captureTimeNs);
    }

    /// <summary>Gives the space back unless the message was committed.</summary>
    public void Dispose() => _owner?.Abort(_token);
}
