namespace Lace.Edge.Video;

/// <summary>What a <see cref="JpegWalker"/> found so far.</summary>
internal enum JpegWalk
{
    /// <summary>All is well; the JPEG goes on.</summary>
    NeedsMore,

    /// <summary>The JPEG ended with the last byte walked.</summary>
    Complete,

    /// <summary>These bytes cannot be one JPEG.</summary>
    Damaged,
}
