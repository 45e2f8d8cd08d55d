namespace Lace.Ipc;

/// <summary>What every kind of segment can be given when it is created or opened. Immutable.</summary>
public record SegmentOptions
{
    /// <summary>A directory on tmpfs, ext4 or xfs. Default <c>/dev/shm</c>.</summary>
    public string Directory { get; init; } = "/dev/shm";

    /// <summary>Name of the group that may attach too (mode 0660). Default none: only the owner (mode 0600).</summary>
    public string? Group { get; init; }

    /// <summary>Keeps the segment when its last attachment leaves. Default false. Fixed by the creator.</summary>
    public bool Persistent { get; init; }

    /// <summary>
    /// Name of the payload's type, at most 128 bytes of UTF-8. A segment that exists must have the same, or opening it is an error that
    /// names both. Null, the default, takes any, and creates <c>bytes</c>.
    /// </summary>
    public string? TypeName { get; init; }

    /// <summary>
    /// A hash of the payload's layout, compared as <see cref="TypeName"/> is. Null, the default, takes any, and creates 0.
    /// </summary>
    public ulong? LayoutHash { get; init; }

    /// <summary>
    /// Longest wait for another process that is just attaching or unlinking, on the monotonic clock. Default 10 seconds; only a
    /// stopped process can make it last that long.
    /// </summary>
    public TimeSpan GateTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
