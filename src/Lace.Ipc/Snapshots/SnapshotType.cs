using Lace.Ipc.Segments;

namespace Lace.Ipc.Snapshots;

/// <summary>What a snapshot's segment says of its value, so that both sides mean the same.</summary>
internal static class SnapshotType
{
    internal static SnapshotOptions Of<T>(SnapshotOptions? options)
        where T : unmanaged
    {
        options ??= new SnapshotOptions();
        return options with { TypeName = options.TypeName ?? typeof(T).Name };
    }

    /// <exception cref="SegmentMismatchException">The segment's value has another size.</exception>
    internal static void RequireSize<T>(Segment segment)
        where T : unmanaged
    {
        int found = SnapshotLayout.ValueBytes(segment.Spec), expected = Bytes.SizeOf<T>();
        if (found != expected)
            throw new SegmentMismatchException(segment.Name, "ValueBytes", $"{found}", $"{expected} ({typeof(T).Name})");
    }
}
