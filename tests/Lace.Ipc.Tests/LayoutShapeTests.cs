using Lace.Ipc.Rings;
using Lace.Ipc.Segments;
using Lace.Ipc.Topics;

namespace Lace.Ipc.Tests;

/// <summary>Fields do not overlap, are aligned, and words that different processes write often are on lines of their own.</summary>
public class LayoutShapeTests
{
    private const int LineBytes = 128;

    public static TheoryData<string> Layouts => [.. s_layouts.Keys];

    private static readonly Dictionary<string, Field[]> s_layouts = new()
    {
        ["segment"] =
        [
            new(SegmentLayout.Magic, 8, "creator"), new(SegmentLayout.LayoutMajor, 4, "creator"),
                new(SegmentLayout.LayoutMinor, 4, "creator"),
            new(SegmentLayout.Kind, 4, "creator"), new(SegmentLayout.Flags, 4, "creator"), new(SegmentLayout.SegmentBytes, 8, "creator"),
            new(SegmentLayout.BootId, 16, "creator"), new(SegmentLayout.CreationId, 16, "creator"),
                new(SegmentLayout.AttachmentCapacity, 4, "creator"),
            new(SegmentLayout.AttachmentEntryBytes, 4, "creator"), new(SegmentLayout.BodyOffset, 8, "creator"),
                new(SegmentLayout.LayoutHash, 8, "creator"),
            new(SegmentLayout.CreatedUnixNs, 8, "creator"), new(SegmentLayout.CreatorPid, 4, "creator"),
                new(SegmentLayout.TypeNameBytes, 4, "creator"),
            new(SegmentLayout.TypeName, SegmentLayout.TypeNameBytesMax, "creator"),
                new(SegmentLayout.Parameters, 8 * SegmentLayout.ParameterCount, "creator"),

            // Both on rare occasions only.
            new(SegmentLayout.State, 4, "anybody, rarely"), new(SegmentLayout.PeerEpoch, 4, "anybody, rarely"),
        ],
        ["attachment"] =
        [
            new(AttachmentLayout.State, 4, "lock holder"), new(AttachmentLayout.Pid, 4, "lock holder"),
                new(AttachmentLayout.PidStartTicks, 8, "lock holder"),
            new(AttachmentLayout.Generation, 8, "lock holder"), new(AttachmentLayout.AttachedNs, 8, "lock holder"),

            // The bell shares its sleeper's line: it is written only while that sleeps.
            new(AttachmentLayout.Parked, 4, "owner"), new(AttachmentLayout.Bell, 4, "owner"),
                new(AttachmentLayout.WantedSequence, 8, "owner"),
            new(AttachmentLayout.Hazards, 4 * AttachmentLayout.HazardsMax, "owner"),
            new(AttachmentLayout.EntryBytes, AttachmentLayout.EntryBytes, "next entry"),
        ],
        ["lane"] =
        [
            new(LaneLayout.Epoch, 8, "publisher"),
            new(LaneLayout.ConsumedPosition, 8, "subscriber"), new(LaneLayout.ConsumedSequence, 8, "subscriber"),
                new(LaneLayout.LeasedPosition, 8, "subscriber"),
            new(LaneLayout.Records, (int)LaneLayout.CapacityMin, "records of the publisher"),
        ],
        ["record"] =
        [
            new(LaneLayout.RecordCommit, 4, "publisher"), new(LaneLayout.RecordEpoch, 4, "publisher"),
            new(LaneLayout.RecordSequence, 8, "publisher"), new(LaneLayout.RecordPayload, 8, "publisher"),
        ],
        ["topic"] = [new(TopicLayout.NewestSequence, 8, "publisher"), new(TopicLayout.SlotOf, 8, "publisher")],
        ["slot"] =
        [
            new(TopicLayout.SlotSequence, 8, "publisher"), new(TopicLayout.SlotCaptureTimeNs, 8, "publisher"),
            new(TopicLayout.SlotPayloadBytes, 4, "publisher"), new(TopicLayout.SlotPayload, 8, "publisher"),
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
            && (one.Offset + one.Bytes - 1) / LineBytes >= other.Offset / LineBytes
        select $"{one} and {other}";

    private sealed record Field(int Offset, int Bytes, string Writer);
}
