using System.Runtime.InteropServices;
using Lace.Ipc.Memory;

namespace Lace.Ipc.Segments;

/// <summary>The attachments on the other side, as one attachment sees them: who is live, and how dear it is to wake them.</summary>
/// <remarks>
/// <para>Kept until the segment's PeerEpoch changes. Who attaches changes the epoch, with a full fence, before its first hazard, wish or
/// sleep; so whoever sees one of these, behind a fence of its own, sees the new epoch too.</para>
/// <para>One thread at a time. No allocation once as many peers were there as there will be.</para>
/// </remarks>
internal sealed class PeerView(Segment segment, int first, int count)
{
    private readonly List<int> _live = [];
    private int _epochSeen = segment.PeerEpoch - 1;
    private bool _allFenceEverywhere;

    /// <summary>Entries of the live peers.</summary>
    internal ReadOnlySpan<int> Live
    {
        get
        {
            if (segment.PeerEpoch is var epoch && epoch != _epochSeen)
                Refresh(epoch);

            return CollectionsMarshal.AsSpan(_live);
        }
    }

    /// <summary>Wakes whoever sleeps there. What they should see was stored before.</summary>
    internal void Wake()
    {
        FenceBeforeLooking();
        foreach (int index in _live)
            segment.Entries[index].Ring();
    }

    /// <summary>Wakes one of them if it sleeps. What it should see was stored before.</summary>
    internal void Wake(int index)
    {
        FenceBeforeLooking();
        segment.Entries[index].Ring();
    }

    private void FenceBeforeLooking()
    {
        // PAIRS WITH Waiter.Park: the news is visible before we look who sleeps.
        if (_allFenceEverywhere)
            Fences.CompilerOnly();
        else
            Fences.Full();

        if (segment.PeerEpoch is var epoch && epoch != _epochSeen)
        {
            Refresh(epoch);
            Fences.Full(); // The fence above may have relied on the peers that there were before.
        }
    }

    private void Refresh(int epoch)
    {
        _epochSeen = epoch;
        _live.Clear();
        _allFenceEverywhere = Membarrier.IsRegistered;
        for (int i = first; i < first + count; i++)
        {
            ref readonly AttachmentEntry entry = ref segment.Entries[i];
            if (!entry.IsLive)
                continue;

            _live.Add(i);
            _allFenceEverywhere &= (entry.Capabilities.LoadAcquire() & AttachmentLayout.CapabilityMembarrier) != 0;
        }
    }
}
