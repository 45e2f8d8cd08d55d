namespace Lace.Ipc;

/// <summary>What a request ring is made of. Immutable.</summary>
public sealed record RequestRingOptions : SegmentOptions
{
    /// <summary>Clients at a time, 1 to 256. Default 16.</summary>
    public int MaxClients { get; init; } = 16;

    /// <summary>
    /// The largest request and the largest reply in bytes, 1 to 2^30. Each client costs four to eight times this. Default 64 KiB less
    /// heads.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 65_000;
}
