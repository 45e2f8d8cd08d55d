namespace Lace.Edge.Video;

/// <summary>What a read of an <see cref="MjpegReader"/> gave.</summary>
public enum MjpegReadKind
{
    /// <summary>A whole JPEG.</summary>
    Frame,

    /// <summary>
    /// A JPEG began but was damaged, cut or too large. Its bytes are counted as skipped; the next read goes on at the next
    /// start of an image.
    /// </summary>
    Damaged,

    /// <summary>The source has ended; so will every later read.</summary>
    End,
}
