using System.Buffers;

namespace Lace.Edge.Video;

/// <summary>What a read of an <see cref="MjpegReader"/> gave.</summary>
/// <param name="Kind">Which of the others mean something.</param>
/// <param name="Jpeg">The JPEG's bytes, for a frame. They are the reader's: valid until its next read or its dispose.</param>
/// <param name="OffsetBytes">Where the frame, the damaged frame or the end is, in bytes from the start of the source.</param>
/// <param name="Damage">What was wrong and where, for a damaged frame.</param>
public readonly record struct MjpegReadResult(MjpegReadKind Kind, ReadOnlySequence<byte> Jpeg, long OffsetBytes, string? Damage);
