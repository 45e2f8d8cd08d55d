namespace Lace.Ipc.Segments;

/// <summary>The numbers that make a segment what it is: enough to create one, and to check one that exists.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Parameters">The kind's own numbers, in the header's order, with their names for errors.</param>
/// <param name="Flags">The flag bits of the header.</param>
/// <param name="AttachmentCapacity">Entries in the attachment table.</param>
/// <param name="BodyBytes">Bytes behind the attachment table.</param>
internal sealed record SegmentSpec(
    SegmentKind Kind,
    IReadOnlyList<(string Name, long Value)> Parameters,
    int Flags,
    int AttachmentCapacity,
    long BodyBytes)
{
    internal long BodyOffset => SegmentLayout.BodyOffsetFor(AttachmentCapacity);

    internal long SegmentBytes => SegmentLayout.AlignUp(BodyOffset + BodyBytes, SegmentLayout.PageBytes);
}

/// <summary>Derives the spec from the parameters of a header that a peer wrote.</summary>
/// <exception cref="SegmentCorruptException">A parameter is out of its range.</exception>
internal delegate SegmentSpec SpecReader(ReadOnlySpan<long> parameters, int flags);
