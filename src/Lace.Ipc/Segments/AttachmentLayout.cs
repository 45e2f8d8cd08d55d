namespace Lace.Ipc.Segments;

/// <summary>One entry of the attachment table: who holds this place, and the words it shares with the others.</summary>
/// <remarks>
/// An entry is alive exactly while the open-file-description lock on its byte is held. Whoever holds the lock may write the
/// entry: its owner, or the reaper of a dead one.
/// <code>
/// offset size  field           unit      written by
///      0    4  State           -         holder of the entry's lock: 0 free, 1 live, 2 attaching
///      4    4  Pid             -         owner
///      8    8  PidStartTicks   ticks     owner (field 22 of /proc/PID/stat)
///     16    8  Generation      attaches  owner
///     24    8  AttachedNs      ns        owner (CLOCK_MONOTONIC)
///     32    4  Capabilities    bits      owner: 1 = fences everywhere (membarrier) before it sleeps
///    128    4  Parked          0/1       owner sets; who wakes it clears
///    132    4  Bell            rings     who wakes it; the futex word
///    136    8  WantedSequence  messages  subscriber of a reliable topic: first sequence it has not released; else 0
///    144   64  Hazards         slot + 1  subscriber of a topic: the slots it leases; 0 = none
/// </code>
/// </remarks>
internal static class AttachmentLayout
{
    internal const int EntryBytes = 256;

    internal const int State = 0;
    internal const int Pid = 4;
    internal const int PidStartTicks = 8;
    internal const int Generation = 16;
    internal const int AttachedNs = 24;
    internal const int Capabilities = 32;
    internal const int CapabilityMembarrier = 1;

    internal const int SharedLine = 128;
    internal const int SharedLineBytes = 128;
    internal const int Parked = 128;
    internal const int Bell = 132;
    internal const int WantedSequence = 136;
    internal const int Hazards = 144;
    internal const int HazardsMax = 16;

    internal const int StateFree = 0;
    internal const int StateLive = 1;

    /// <summary>The owner prepares its words; nobody counts it yet, but who dies here is reaped.</summary>
    internal const int StateAttaching = 2;
}
