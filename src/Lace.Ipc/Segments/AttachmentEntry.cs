using Lace.Ipc.Memory;

namespace Lace.Ipc.Segments;

/// <summary>The shared words of one entry of the attachment table.</summary>
internal readonly struct AttachmentEntry(Region region)
{
    internal SharedInt32 State { get; } = region.Int32(AttachmentLayout.State);

    internal SharedInt32 Pid { get; } = region.Int32(AttachmentLayout.Pid);

    internal SharedInt64 PidStartTicks { get; } = region.Int64(AttachmentLayout.PidStartTicks);

    internal SharedInt64 Generation { get; } = region.Int64(AttachmentLayout.Generation);

    internal SharedInt64 AttachedNs { get; } = region.Int64(AttachmentLayout.AttachedNs);

    internal SharedInt32 Capabilities { get; } = region.Int32(AttachmentLayout.Capabilities);

    internal SharedInt32 Parked { get; } = region.Int32(AttachmentLayout.Parked);

    internal SharedInt32 Bell { get; } = region.Int32(AttachmentLayout.Bell);

    internal SharedInt64 WantedSequence { get; } = region.Int64(AttachmentLayout.WantedSequence);

    internal bool IsLive => State.LoadAcquire() == AttachmentLayout.StateLive;

    internal SharedInt32 Hazard(int index) => region.Int32(AttachmentLayout.Hazards + index * sizeof(int));

    /// <summary>Drops every lease and wish of the owner. The bell keeps counting: who slept on it must still see it move.</summary>
    internal void ClearClaims()
    {
        WantedSequence.StoreRelease(0);
        for (int i = 0; i < AttachmentLayout.HazardsMax; i++)
            Hazard(i).StoreRelease(0);

        Parked.StoreRelease(0);
    }

    /// <summary>
    /// Wakes the owner if it sleeps. The caller has made its news visible and passed a fence since: a full one, or the compiler's where
    /// the owner fences everywhere (<see cref="PeerView"/>).
    /// </summary>
    internal void Ring()
    {
        // PAIRS WITH Waiter.Park: it stores Parked, fences, and looks for news again. We stored news, fenced, and look for
        // Parked: one of the two sees the other.
        if (Parked.LoadAcquire() == 0)
            return;

        Parked.StoreRelease(0);
        Bell.Increment();
        Futex.Wake(Bell);
    }
}
