namespace Lace.Ipc;

/// <summary>The segment exists and is sound, but is not what the caller asked for: another kind, type, size or layout version.</summary>
/// <param name="name">Name of the segment.</param>
/// <param name="field">What differs.</param>
/// <param name="found">What the segment has.</param>
/// <param name="expected">What the caller asked for.</param>
public sealed class SegmentMismatchException(string name, string field, string found, string expected)
    : SegmentException(
        $"segment {name} does not fit: {field}: found={found}, expected={expected}; "
        + $"ask for what it has, or remove it with `lace rm {name}`")
{
    /// <summary>What differs.</summary>
    public string Field { get; } = field;
}
