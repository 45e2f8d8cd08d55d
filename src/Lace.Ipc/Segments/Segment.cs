using Lace.Ipc.Liveness;
using Lace.Ipc.Memory;
using Lace.Ipc.Waiting;

namespace Lace.Ipc.Segments;

/// <summary>
/// One attachment's view of a segment: its mapping, its place in the attachment table, and the lock that says that it lives.
/// </summary>
/// <remarks>
/// <para>Alive is who holds the lock on its entry's byte; the kernel drops it with the process. Whoever takes a byte that is
/// free while the entry is not has found a dead attachment, and holds the right to clean up after it: test and mutual exclusion
/// in one step. Cleaning is idempotent, so a reaper that dies is followed by the next.</para>
/// <para>What a death leaves: before the entry is taken, nothing; after, an entry to reap; in detach, the same; in unlink, either
/// a segment that nobody holds or no name.</para>
/// </remarks>
internal sealed class Segment
{
    private static readonly TimeSpan s_leaveGateTimeout = TimeSpan.FromSeconds(1);

    private readonly LockFile _lock;
    private readonly Mapping _mapping;
    private readonly AttachmentEntry[] _entries;
    private readonly SharedInt32 _state;
    private readonly SharedInt32 _peerEpoch;

    internal Segment(AttachRequest request, SegmentHeader header, LockFile lockFile, Mapping mapping)
    {
        Name = request.Name;
        Path = request.Path;
        Header = header;
        _lock = lockFile;
        _mapping = mapping;
        Region whole = mapping.Region;
        Body = whole.Slice(header.Spec.BodyOffset, header.Spec.BodyBytes);
        _state = whole.Int32(SegmentLayout.State);
        _peerEpoch = whole.Int32(SegmentLayout.PeerEpoch);
        _entries = new AttachmentEntry[header.Spec.AttachmentCapacity];
        for (int i = 0; i < _entries.Length; i++)
            _entries[i] =
                new AttachmentEntry(whole.Slice(SegmentLayout.HeaderBytes + i * AttachmentLayout.EntryBytes, AttachmentLayout.EntryBytes));
    }

    internal string Name { get; }

    internal string Path { get; }

    internal SegmentHeader Header { get; }

    internal SegmentSpec Spec => Header.Spec;

    internal Region Body { get; }

    /// <summary>This attachment's place.</summary>
    internal int OwnIndex { get; private set; } = -1;

    internal ReadOnlySpan<AttachmentEntry> Entries => _entries;

    internal ref readonly AttachmentEntry Own => ref _entries[OwnIndex];

    /// <summary>Changes whenever anybody attaches, detaches or is reaped.</summary>
    internal int PeerEpoch => _peerEpoch.LoadAcquire();

    /// <summary>How many of some places, not this attachment's own, are held by the living: their locks are asked.</summary>
    internal int CountLive(int first, int count)
    {
        int live = 0;
        for (int i = first; i < first + count; i++)
        {
            if (_entries[i].IsLive && _lock.IsHeldElsewhere(SegmentGate.AttachmentByte(i)))
                live++;
        }

        return live;
    }

    /// <summary>A number that differs whenever the live attachments of these places differ.</summary>
    internal long Signature(int first, int count)
    {
        long signature = 0;
        for (int i = first; i < first + count; i++)
            signature = signature * 31 + (_entries[i].IsLive ? _entries[i].Generation.LoadAcquire() : 0);

        return signature;
    }

    /// <summary>Tries to take one of the places; the gate is held shared by the caller.</summary>
    /// <returns>False where live attachments hold them all, or a reaper has held the last one all that time.</returns>
    internal bool TryTakePlace(int first, int count, TimeSpan timeout)
    {
        Deadline deadline = Deadline.After(timeout);
        while (!TryTakePlace(first, count))
        {
            if (!IsAnyBeingReaped(first, count) || deadline.IsOver)
                return false;

            Thread.Sleep(1);
        }

        return true;
    }

    private bool IsAnyBeingReaped(int first, int count)
    {
        // One that is not held any more was, a moment ago: by a reaper, or by an owner who left.
        for (int i = first; i < first + count; i++)
        {
            if (_lock.BytesHeldElsewhere(SegmentGate.AttachmentByte(i)) != SegmentGate.OwnerBytes)
                return true;
        }

        return false;
    }

    private bool TryTakePlace(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            // The byte first, then the entry: an entry is only ever touched by who holds its byte.
            if (!_lock.TryLockExclusive(SegmentGate.AttachmentByte(i)))
                continue;

            FaultPoint.At("attach.locked");
            OwnIndex = i;
            if (Own.State.LoadAcquire() != AttachmentLayout.StateFree)
                CleanUp(Own);

            // From here on a death leaves words behind that others obey, such as a reliable subscriber's wish.
            Own.State.StoreRelease(AttachmentLayout.StateAttaching);
            Own.Pid.StoreOwn(Environment.ProcessId);
            Own.PidStartTicks.StoreOwn(HostIdentity.StartTicks(Environment.ProcessId));
            Own.AttachedNs.StoreOwn(MonotonicClock.NowNs);
            Own.Capabilities.StoreOwn(Membarrier.IsRegistered ? AttachmentLayout.CapabilityMembarrier : 0);
            Own.Generation.StoreOwn(Own.Generation.LoadOwn() + 1);
            FaultPoint.At("attach.filled");
            return true;
        }

        return false;
    }

    /// <summary>Becomes visible as a live attachment, once the role's own state has been taken over.</summary>
    internal void GoLive()
    {
        Own.State.StoreRelease(AttachmentLayout.StateLive);
        Announce();
        SegmentGate.Leave(_lock);
        FaultPoint.At("attach.live");
    }

    /// <summary>Finds attachments whose process is gone and cleans up after them.</summary>
    /// <returns>How many there were.</returns>
    internal int ReapDead()
    {
        int reaped = 0;
        for (int i = 0; i < _entries.Length; i++)
        {
            if (i == OwnIndex || _entries[i].State.LoadAcquire() == AttachmentLayout.StateFree
                || _lock.IsHeldElsewhere(SegmentGate.AttachmentByte(i)))
                continue;

            // A description of its own: should this process die here, the byte is free again and the next reaper repeats it.
            using LockFile reaper = _lock.AnotherDescription();
            if (!reaper.TryLockExclusive(SegmentGate.AttachmentByte(i), SegmentGate.ReaperBytes))
                continue;

            FaultPoint.At("reap.locked");
            if (_entries[i].State.LoadAcquire() == AttachmentLayout.StateFree)
                continue;

            CleanUp(_entries[i]);
            Announce();
            reaped++;
        }

        return reaped;
    }

    /// <summary>Pids of the live holders of some places, for errors.</summary>
    internal string Holders(int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Where(i => _entries[i].IsLive).Select(i => _entries[i].Pid.LoadAcquire()));

    /// <summary>Leaves; the last one out takes the name away unless <paramref name="keep"/> says that something is left to read.</summary>
    internal void Detach(Func<bool> keep)
    {
        try
        {
            CleanUp(Own);
            FaultPoint.At("detach.cleared");
            Announce();

            bool persistent = (Spec.Flags & SegmentLayout.FlagPersistent) != 0;
            if (!persistent && SegmentGate.TryEnterExclusive(_lock, s_leaveGateTimeout))
            {
                FaultPoint.At("detach.gated");
                if (IsNameStillOurs() && !AnyOtherAlive() && !keep())
                    Retire();
            }
        }
        finally
        {
            Abandon();
        }
    }

    /// <summary>Takes the name away. The caller holds the gate exclusively.</summary>
    internal void Retire()
    {
        FaultPoint.At("unlink.before");
        TemporaryFile.Unlink(Path);
        FaultPoint.At("unlink.after");
        _state.StoreRelease(SegmentLayout.StateRetired);
    }

    /// <summary>Lets go of lock and mapping without a word, as a death would.</summary>
    internal void Abandon()
    {
        _mapping.Dispose();
        _lock.Dispose();
    }

    internal bool AnyOtherAlive()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (i != OwnIndex && _lock.IsHeldElsewhere(SegmentGate.AttachmentByte(i)))
                return true;
        }

        return false;
    }

    private bool IsNameStillOurs() => FileStatus.Of(Path) is { } named && named.IsSameFileAs(FileStatus.Of(_lock.Handle, Path));

    // Idempotent, and the state goes last: a half-done clean-up is found and done again.
    private static void CleanUp(in AttachmentEntry entry)
    {
        entry.ClearClaims();
        FaultPoint.At("reap.cleared");
        entry.State.StoreRelease(AttachmentLayout.StateFree);
        FaultPoint.At("reap.freed");
    }

    private void Announce()
    {
        // Increment is a full fence: PAIRS WITH Waiter.Park, which fences between setting Parked and comparing epochs.
        _peerEpoch.Increment();
        foreach (ref readonly AttachmentEntry entry in _entries.AsSpan())
            entry.Ring();
    }
}
