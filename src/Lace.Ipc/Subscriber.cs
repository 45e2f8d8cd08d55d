using Lace.Ipc.Memory;
using Lace.Ipc.Ownership;
using Lace.Ipc.Segments;
using Lace.Ipc.Waiting;

namespace Lace.Ipc;

/// <summary>The reading end of a ring or a topic: one attachment.</summary>
/// <remarks>
/// Threads: one at a time. <see cref="Dispose"/> may be called from any thread, also while another waits or holds a lease: the wait
/// ends with <see cref="ObjectDisposedException"/>, the lease stays readable and the memory goes with it.
/// </remarks>
public abstract class Subscriber : IDisposable, ILeaseOwner, IWaitSource
{
    private readonly int _writersFirst;
    private readonly int _writersCount;

    private protected Subscriber(Segment segment, (int First, int Count) writers)
    {
        Segment = segment;
        (_writersFirst, _writersCount) = writers;
        Writers = new PeerView(segment, _writersFirst, _writersCount);
        Gate = new UseGate($"{GetType().Name} {segment.Name}", Leave);
        Waiter = new Waiter(segment, Gate, this);
    }

    /// <summary>Name of the ring or topic.</summary>
    public string Name => Segment.Name;

    /// <summary>Publishers alive now: a killed one does not count. Cost: one system call for each.</summary>
    public int Publishers
    {
        get
        {
            Gate.Enter();
            try
            {
                return Segment.CountLive(_writersFirst, _writersCount);
            }
            finally
            {
                Gate.Exit();
            }
        }
    }

    private protected Segment Segment { get; }

    private protected PeerView Writers { get; }

    private protected UseGate Gate { get; }

    private protected Waiter Waiter { get; }

    /// <summary>Takes the next message, by this subscriber's way of delivery. Never waits.</summary>
    /// <param name="lease">The message; dispose it to release its space.</param>
    /// <returns>False where there is nothing new.</returns>
    /// <exception cref="InvalidOperationException">As many leases are open as this subscriber may have.</exception>
    /// <exception cref="SegmentCorruptException">A word that a peer wrote is out of range. Nothing was taken.</exception>
    /// <exception cref="ObjectDisposedException">This subscriber is disposed.</exception>
    public bool TryRead(out Lease lease)
    {
        Gate.Enter();
        bool taken = false;
        try
        {
            taken = TryTake(out lease);
            return taken;
        }
        finally
        {
            if (!taken)
                Gate.Exit();
        }
    }

    /// <summary>
    /// Waits until there is something to read. Looks for a short time, then sleeps; needs no processor while nothing comes.
    /// </summary>
    /// <param name="timeout">
    /// Longest wait, on the monotonic clock. Zero looks once; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This subscriber was disposed, before or meanwhile.</exception>
    public WaitResult Wait(TimeSpan timeout, CancellationToken cancellation = default) => Waiter.Wait(timeout, cancellation);

    /// <summary>
    /// Leaves the segment. An open lease stays valid and unmaps the memory when it ends. The last one out removes a topic, and a
    /// ring that is drained, unless it is persistent.
    /// </summary>
    public void Dispose()
    {
        Gate.Close(Waiter.WakeOwn);
        GC.SuppressFinalize(this);
    }

    void ILeaseOwner.Release(long token)
    {
        if (ReleaseTaken(token))
            Gate.Exit();
    }

    bool IWaitSource.IsReady() => HasNews();

    long IWaitSource.PeerSignature() => Segment.Signature(_writersFirst, _writersCount);

    private protected abstract bool TryTake(out Lease lease);

    /// <returns>False where the token is not of an open lease.</returns>
    private protected abstract bool ReleaseTaken(long token);

    private protected abstract bool HasNews();

    /// <summary>Whether something is left that a later subscriber should find.</summary>
    private protected abstract bool KeepWhenLast();

    private void Leave() => Segment.Detach(KeepWhenLast);
}
