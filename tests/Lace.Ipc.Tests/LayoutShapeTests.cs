using Lace.Ipc.Rings;
using Lace.Ipc.Segments;
using Lace.Ipc.Snapshots;
using Lace.Ipc.Topics;

namespace Lace.Ipc.Tests;

/// <summary>Fields do not overlap, are aligned, and words that different processes write often are on lines of their own.</summary>
public class LayoutShapeTests
{
    private const int LineBytes = 128;
    private const string Creator = "creator";
    private const string LockHolder = "lock holder";
    private const string Publisher = "publisher";

    public static TheoryData<string> Layouts => [.. s_layouts.Keys];

    private static readonly Dictionary<string, Field[]> s_layouts = new()
    {
        ["segment"] =
        [
            new(SegmentLayout.Magic, 8, Creator),
            new(SegmentLayout.LayoutMajor, 4, Creator),
            new(SegmentLayout.LayoutMinor, 4, Creator),
            new(SegmentLayout.Kind, 4, Creator),
            new(SegmentLayout.Flags, 4, Creator),
            new(SegmentLayout.SegmentBytes, 8, Creator),
            new(SegmentLayout.BootId, 16, Creator),
            new(SegmentLayout.CreationId, 16, Creator),
            new(SegmentLayout.AttachmentCapacity, 4, Creator),
            new(SegmentLayout.AttachmentEntryBytes, 4, Creator),
            new(SegmentLayout.BodyOffset, 8, Creator),
            new(SegmentLayout.LayoutHash, 8, Creator),
            new(SegmentLayout.CreatedUnixNs, 8, Creator),
            new(SegmentLayout.CreatorPid, 4, Creator),
            new(SegmentLayout.TypeNameBytes, 4, Creator),
            new(SegmentLayout.TypeName, SegmentLayout.TypeNameBytesMax, Creator),
            new(SegmentLayout.Parameters, 8 * SegmentLayout.ParameterCount, Creator),

            // Both on rare occasions only.
            new(SegmentLayout.State, 4, "anybody, rarely"),
            new(SegmentLayout.PeerEpoch, 4, "anybody, rarely"),
        ],
        ["attachment"] =
        [
            new(AttachmentLayout.State, 4, LockHolder),
            new(AttachmentLayout.Pid, 4, LockHolder),
            new(AttachmentLayout.PidStartTicks, 8, LockHolder),
            new(AttachmentLayout.Generation, 8, LockHolder),
            new(AttachmentLayout.AttachedNs, 8, LockHolder),
            new(AttachmentLayout.Capabilities, 4, LockHolder),

            // The bell shares its sleeper's line: it is written only while that sleeps.
            new(AttachmentLayout.Parked, 4, "owner"),
            new(AttachmentLayout.Bell, 4, "owner"),
            new(AttachmentLayout.WantedSequence, 8, "owner"),
            new(AttachmentLayout.Hazards, 4 * AttachmentLayout.HazardsMax, "owner"),
            new(AttachmentLayout.EntryBytes, AttachmentLayout.EntryBytes, "next entry"),
        ],
        ["lane"] =
        [
            new(LaneLayout.Epoch, 8, Publisher),
            new(LaneLayout.ConsumedPosition, 8, "subscriber"),
            new(LaneLayout.ConsumedSequence, 8, "subscriber"),
            new(LaneLayout.LeasedPosition, 8, "subscriber"),
            new(LaneLayout.Records, (int)LaneLayout.CapacityMin, "records of the publisher"),
        ],
        ["snapshot"] =
        [
            new(SnapshotLayout.Begun, 8, Publisher),
            new(SnapshotLayout.Version, 8, Publisher),
            new(SnapshotLayout.Copies, 128, Publisher),
        ],
        ["record"] =
        [
            new(LaneLayout.RecordCommit, 4, Publisher), new(LaneLayout.RecordEpoch, 4, Publisher),
            new(LaneLayout.RecordSequence, 8, Publisher), new(LaneLayout.RecordPayload, 8, Publisher),
        ],
        ["topic"] = [new(TopicLayout.NewestSequence, 8, Publisher), new(TopicLayout.SlotOf, 8, Publisher)],
        ["slot"] =
        [
            new(TopicLayout.SlotSequence, 8, Publisher), new(TopicLayout.SlotCaptureTimeNs, 8, Publisher),
            new(TopicLayout.SlotPayloadBytes, 4, Publisher), new(TopicLayout.SlotPayload, 8, Publisher),
        ],
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Fields_follow_each_other_aligned_and_without_overlap(string layout) => Assert.Empty(Problems(s_layouts[layout]));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Words_of_different_writers_are_on_lines_of_their_own(string layout) => Assert.Empty(SharedLines(s_layouts[layout]));

    [Fact]
    public void An_overlap_a_crooked_word_and_a_shared_line_are_found()
    {
        Assert.NotEmpty(Problems([new(0, 8, "a"), new(4, 4, "a")]));
        Assert.NotEmpty(Problems([new(4, 8, "a")]));
        Assert.NotEmpty(SharedLines([new(0, 8, "a"), new(120, 8, "b")]));
    }

    private static IEnumerable<string> Problems(Field[] fields)
    {
        int end = 0;
        foreach (Field field in fields)
        {
            if (field.Offset < end)
                yield return $"{field} begins before {end}";

            if (field.Offset % Math.Min(8, field.Bytes) != 0)
                yield return $"{field} is not aligned";

            end = field.Offset + field.Bytes;
        }
    }

    private static IEnumerable<string> SharedLines(Field[] fields) =>
        from one in fields
        from other in fields
        where one.Writer != other.Writer && one.Offset < other.Offset
        where (one.Offset + one.Bytes - 1) / LineBytes >= other.Offset / LineBytes
        select $"{one} and {other}";

    private sealed record Field(int Offset, int Bytes, string Writer);
}
