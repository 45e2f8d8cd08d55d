using Lace.Ipc.Memory;
using Lace.Ipc.Ownership;
using Lace.Ipc.Segments;
using Lace.Ipc.Waiting;

namespace Lace.Ipc;

/// <summary>The writing end of a ring or a topic: one attachment.</summary>
/// <remarks>
/// Threads: one at a time, with one open claim. <see cref="Dispose"/> may be called from any thread, also while another waits or
/// holds a claim: the wait ends with <see cref="ObjectDisposedException"/>, the claim can still be committed or aborted, and the
/// memory goes with it.
/// </remarks>
public abstract class Publisher : IDisposable, IClaimOwner, IWaitSource
{
    private readonly int _readersFirst;
    private readonly int _readersCount;
    private long _token;
    private long _openToken;
    private int _wantedBytes;

    private protected Publisher(Segment segment, (int First, int Count) readers)
    {
        Segment = segment;
        (_readersFirst, _readersCount) = readers;
        Readers = new PeerView(segment, _readersFirst, _readersCount);
        Gate = new UseGate($"{GetType().Name} {segment.Name}", Leave);
        Waiter = new Waiter(segment, Gate, this);
    }

    /// <summary>Name of the ring or topic.</summary>
    public string Name => Segment.Name;

    /// <summary>The largest message this segment takes, in bytes.</summary>
    public abstract int MaxPayloadBytes { get; }

    /// <summary>Sequence of the last message committed in this place, by this publisher or one before it; 0 for none.</summary>
    public abstract long PublishedSequence { get; }

    /// <summary>Subscribers alive now: a killed one does not count. Cost: one system call for each.</summary>
    public int Subscribers
    {
        get
        {
            Gate.Enter();
            try
            {
                return Segment.CountLive(_readersFirst, _readersCount);
            }
            finally
            {
                Gate.Exit();
            }
        }
    }

    private protected Segment Segment { get; }

    private protected PeerView Readers { get; }

    private protected UseGate Gate { get; }

    private protected Waiter Waiter { get; }

    /// <summary>Reserves space for a message. Never waits.</summary>
    /// <param name="payloadBytes">0 to <see cref="MaxPayloadBytes"/>.</param>
    /// <param name="claim">The space; dispose it in any case.</param>
    /// <returns>False where there is no room: the ring is full, or a reliable topic's slowest subscriber is behind.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The message is larger than the segment takes.</exception>
    /// <exception cref="InvalidOperationException">A claim is already open.</exception>
    /// <exception cref="ObjectDisposedException">This publisher is disposed.</exception>
    public bool TryClaim(int payloadBytes, out Claim claim)
    {
        if ((uint)payloadBytes > (uint)MaxPayloadBytes)
            throw TooLarge(payloadBytes);

        Gate.Enter();
        bool claimed = false;
        try
        {
            if (_openToken != 0)
                throw ClaimOpen();

            claimed = TryReserve(payloadBytes, out Span<byte> payload);
            claim = claimed ? new Claim(this, _openToken = ++_token, payload) : default;
            return claimed;
        }
        finally
        {
            if (!claimed)
                Gate.Exit();
        }
    }

    /// <summary>Reserves space for a message and waits for room where there is none.</summary>
    /// <param name="payloadBytes">0 to <see cref="MaxPayloadBytes"/>.</param>
    /// <param name="timeout">Longest wait, on the monotonic clock; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="claim">The space; dispose it in any case.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False where there was no room in all that time.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <inheritdoc cref="TryClaim"/>
    public bool Claim(int payloadBytes, TimeSpan timeout, out Claim claim, CancellationToken cancellation = default)
    {
        if (TryClaim(payloadBytes, out claim))
            return true;

        Deadline deadline = Deadline.After(timeout);
        _wantedBytes = payloadBytes;
        while (!deadline.IsOver)
        {
            Waiter.Wait(deadline.Left, cancellation);
            if (TryClaim(payloadBytes, out claim))
                return true;
        }

        return false;
    }

    /// <summary>Publishes a copy of <paramref name="payload"/>. Never waits.</summary>
    /// <returns>False where there is no room; nothing was written.</returns>
    /// <inheritdoc cref="TryClaim"/>
    public bool TryPublish(ReadOnlySpan<byte> payload)
    {
        if (!TryClaim(payload.Length, out Claim claim))
            return false;

        using (claim)
        {
            payload.CopyTo(claim.Payload);
            claim.Commit();
        }

        return true;
    }

    /// <summary>
    /// Leaves the segment. An open claim stays valid and unmaps the memory when it ends. The last one out removes a topic, and a
    /// ring that is drained, unless it is persistent.
    /// </summary>
    public void Dispose()
    {
        Gate.Close(Waiter.WakeOwn);
        GC.SuppressFinalize(this);
    }

    void IClaimOwner.Commit(long token, int payloadBytes, long captureTimeNs)
    {
        if (token != _openToken)
            throw new InvalidOperationException($"this claim was committed or disposed before: name={Name}");

        _openToken = 0;
        CommitReserved(payloadBytes, captureTimeNs);
        Gate.Exit();
    }

    void IClaimOwner.Abort(long token)
    {
        if (token != _openToken)
            return;

        _openToken = 0;
        AbortReserved();
        Gate.Exit();
    }

    bool IWaitSource.IsReady() => HasRoom(_wantedBytes);

    long IWaitSource.PeerSignature() => Segment.Signature(_readersFirst, _readersCount);

    private protected abstract bool TryReserve(int payloadBytes, out Span<byte> payload);

    private protected abstract void CommitReserved(int payloadBytes, long captureTimeNs);

    private protected abstract void AbortReserved();

    private protected abstract bool HasRoom(int payloadBytes);

    /// <summary>Whether something is left that a later subscriber should find.</summary>
    private protected abstract bool KeepWhenLast();

    private void Leave() => Segment.Detach(KeepWhenLast);

    private InvalidOperationException ClaimOpen() => new($"a claim is already open: name={Name}; commit or dispose it first");

    private ArgumentOutOfRangeException TooLarge(int payloadBytes) =>
        new(nameof(payloadBytes), payloadBytes,
            $"message does not fit: payloadBytes={payloadBytes}, MaxPayloadBytes={MaxPayloadBytes}, name={Name}; "
            + "create the segment larger");
}
