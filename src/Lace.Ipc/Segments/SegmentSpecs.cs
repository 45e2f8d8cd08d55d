using Lace.Ipc.Requests;
using Lace.Ipc.Rings;
using Lace.Ipc.Snapshots;
using Lace.Ipc.Topics;

namespace Lace.Ipc.Segments;

/// <summary>How the parameters of each kind are read.</summary>
internal static class SegmentSpecs
{
    internal static SpecReader? ReaderFor(SegmentKind kind) => kind switch
    {
        SegmentKind.Ring => RingLayout.Read,
        SegmentKind.Topic => TopicLayout.Read,
        SegmentKind.RequestRing => RequestRingLayout.Read,
        SegmentKind.Snapshot => SnapshotLayout.Read,
        _ => null,
    };
}
