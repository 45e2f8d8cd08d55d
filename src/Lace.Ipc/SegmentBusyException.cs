namespace Lace.Ipc;

/// <summary>Every place for this role in the segment is held by a live attachment. Nothing was changed.</summary>
/// <param name="name">Name of the segment.</param>
/// <param name="role">The role asked for.</param>
/// <param name="places">How many the segment has; the creator's options set it.</param>
/// <param name="holders">Process ids of the holders, as far as they can be read.</param>
public sealed class SegmentBusyException(string name, string role, int places, string holders)
    : SegmentException(
        $"segment {name} has no free place for a {role}: places={places}, held by pid {holders}; "
        + "end one of them or create the segment with more")
{
}
