using Lace.Ipc.Liveness;
using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Waiting;

/// <summary>Lets one attachment wait: looks for a while, then sleeps on its own bell until somebody with news rings it.</summary>
/// <remarks>
/// Parking is a Dekker pair. The waiter stores Parked, passes a full fence and looks for news; who brings news stores it, passes a
/// full fence (which the waiter's kernel call pays for where it can, see <see cref="Membarrier"/>) and looks for Parked. At least one sees
/// the other: either the waiter does not sleep, or it is rung. A ring between
/// the look and the sleep moves the bell, and the kernel refuses to sleep on a word that has moved.
/// </remarks>
internal sealed class Waiter(Segment segment, UseGate gate, IWaitSource source)
{
    /// <summary>A dropped lock wakes nobody, so a sleeper looks for the dead this often. It only says when to look.</summary>
    private const long DeathCheckNs = 100_000_000;

    private readonly SpinBudget _spin = new();
    private long _peersSeen = source.PeerSignature();
    private long _deathCheckedNs = MonotonicClock.NowNs;

    /// <param name="timeout"><see cref="Timeout.InfiniteTimeSpan"/> waits for ever, zero looks once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The attachment was disposed meanwhile.</exception>
    internal WaitResult Wait(TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        gate.Enter();
        try
        {
            if (source.IsReady())
                return WaitResult.Ready;

            if (TryNoticePeers())
                return WaitResult.PeersChanged;

            if (timeout == TimeSpan.Zero)
                return WaitResult.TimedOut;

            return _spin.TrySpin(source) ? WaitResult.Ready : Park(timeout, cancellation);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Wakes this attachment's own waiter; the caller knows that the memory stays mapped.</summary>
    internal void WakeOwn()
    {
        Fences.Full(); // PAIRS WITH Park: what we want to be seen was stored before.
        segment.Own.Ring();
    }

    private WaitResult Park(TimeSpan timeout, CancellationToken cancellation)
    {
        Deadline deadline = Deadline.After(timeout);
        AttachmentEntry own = segment.Own;

        // The registration is waited for when it is disposed, so the ring never touches unmapped memory.
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(static waiter => ((Waiter)waiter!).WakeOwn(), this);
        try
        {
            while (true)
            {
                int bell = own.Bell.LoadAcquire();
                own.Parked.StoreRelease(1);
                Membarrier.FenceEverywhere(); // PAIRS WITH AttachmentEntry.Ring, whose callers fence first, or rely on this one.

                if (source.IsReady())
                    return WaitResult.Ready;

                if (TryNoticePeers())
                    return WaitResult.PeersChanged;

                cancellation.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(gate.IsClosed, source);

                long leftNs = deadline.LeftNs;
                if (leftNs <= 0)
                    return WaitResult.TimedOut;

                LookForTheDead();
                Futex.Wait(own.Bell, bell, Math.Min(leftNs, DeathCheckNs));

                // News that nobody rang for: a message of this very moment, or a ring that was lost.
                if (own.Bell.LoadAcquire() == bell && source.IsReady())
                    FaultPoint.At("wait.unrung");
            }
        }
        finally
        {
            own.Parked.StoreRelease(0);
        }
    }

    // By the clock, not by how long one sleep lasted: who is rung often must find the dead too.
    private void LookForTheDead()
    {
        long nowNs = MonotonicClock.NowNs;
        if (nowNs - _deathCheckedNs < DeathCheckNs)
            return;

        _deathCheckedNs = nowNs;
        segment.ReapDead();
    }

    private bool TryNoticePeers()
    {
        long peers = source.PeerSignature();
        if (peers == _peersSeen)
            return false;

        _peersSeen = peers;
        return true;
    }
}
