namespace Lace.Ipc;

/// <summary>
/// A word in shared memory is outside the range that a correct peer can have written: the file is damaged, not a segment, or
/// a peer is hostile. Remove the segment with <c>lace rm</c>; its peers must open a new one.
/// </summary>
public sealed class SegmentCorruptException : SegmentException
{
    /// <summary>Creates the exception for a field whose value left its range.</summary>
    public SegmentCorruptException(string field, long found, long min, long max)
        : base($"segment word out of range: {field}={found}, expected {min}..{max}")
    {
        Field = field;
    }

    /// <summary>Creates the exception for a field that is wrong in another way.</summary>
    public SegmentCorruptException(string field, string found, string expected)
        : base($"segment word is wrong: {field}={found}, expected {expected}")
    {
        Field = field;
    }

    /// <summary>The name of the field, as docs/LAYOUT.md has it.</summary>
    public string Field { get; }
}
