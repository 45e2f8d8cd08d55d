namespace Lace.Ipc;

/// <summary>What a ring is made of. Immutable.</summary>
public sealed record RingOptions : SegmentOptions
{
    /// <summary>
    /// Bytes per publisher for messages and their 16-byte heads, rounded up to a power of two, at least 4 KiB. Default 1 MiB. The
    /// largest message is a little less than half of it, and less than 2 GiB.
    /// </summary>
    public long CapacityBytes { get; init; } = 1 << 20;

    /// <summary>Publishers at a time, 1 to 256, each with its own <see cref="CapacityBytes"/>. Default 1.</summary>
    public int MaxPublishers { get; init; } = 1;
}
