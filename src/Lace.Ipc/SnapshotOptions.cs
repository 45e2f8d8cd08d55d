namespace Lace.Ipc;

/// <summary>What a snapshot is made of. Immutable.</summary>
public sealed record SnapshotOptions : SegmentOptions
{
    /// <summary>Subscribers at a time, 1 to 256. Default 16.</summary>
    public int MaxSubscribers { get; init; } = 16;
}
