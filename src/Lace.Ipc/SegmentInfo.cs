namespace Lace.Ipc;

/// <summary>What can be said of a segment from outside, without attaching.</summary>
/// <param name="Name">Name of the segment.</param>
/// <param name="Path">Its file.</param>
/// <param name="Kind">What it holds; <see cref="SegmentKind.Unknown"/> where <paramref name="Problem"/> says why it cannot be read.</param>
/// <param name="SizeBytes">Bytes of the file.</param>
/// <param name="TypeName">Name of the payload's type.</param>
/// <param name="Live">Places held by a live attachment.</param>
/// <param name="Dead">Places of attachments whose process is gone and which nobody has reaped yet.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
public sealed record SegmentInfo(
    string Name, string Path, SegmentKind Kind, long SizeBytes, string TypeName, int Live, int Dead, string? Problem);
