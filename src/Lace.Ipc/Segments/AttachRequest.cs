namespace Lace.Ipc.Segments;

/// <summary>Which place of which segment somebody wants.</summary>
internal sealed record AttachRequest
{
    internal required string Name { get; init; }

    internal required SegmentKind Kind { get; init; }

    internal required SegmentOptions Options { get; init; }

    /// <summary>What to create, or to insist on; null takes what is there.</summary>
    internal SegmentSpec? Asked { get; init; }

    /// <summary>Whether to create the segment where it does not exist. Needs <see cref="Asked"/>.</summary>
    internal bool Create { get; init; }

    internal required string Role { get; init; }

    /// <summary>The entries this role may take, from the spec of the segment found: first and count.</summary>
    internal required Func<SegmentSpec, (int First, int Count)> Places { get; init; }

    internal string Path => SegmentName.ToPath(Name, Options.Directory);
}
