namespace Lace.Ipc;

/// <summary>What a segment holds.</summary>
public enum SegmentKind
{
    /// <summary>Not a segment that this version can read.</summary>
    Unknown = 0,

    /// <summary>Lossless, bounded, ordered per publisher.</summary>
    Ring = 1,

    /// <summary>One publisher, many subscribers, fixed slots.</summary>
    Topic = 2,

    /// <summary>One server, many clients, a lane each way for every client.</summary>
    RequestRing = 3,

    /// <summary>One small value, newest wins.</summary>
    Snapshot = 4,
}
