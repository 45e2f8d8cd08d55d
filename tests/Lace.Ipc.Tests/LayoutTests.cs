using System.Reflection;
using Lace.Ipc.Requests;
using Lace.Ipc.Rings;
using Lace.Ipc.Segments;
using Lace.Ipc.Snapshots;
using Lace.Ipc.Topics;

namespace Lace.Ipc.Tests;

/// <summary>
/// Literals on purpose: sharing the constants would make these tests agree with anything. A change here is a change of the layout
/// version and of docs/LAYOUT.md.
/// </summary>
public class LayoutTests
{
    [Theory]
    [InlineData(nameof(SegmentLayout.MagicValue), 0x3047_4553_4543_414C)]
    [InlineData(nameof(SegmentLayout.Major), 0)]
    [InlineData(nameof(SegmentLayout.Minor), 1)]
    [InlineData(nameof(SegmentLayout.HeaderBytes), 4096)]
    [InlineData(nameof(SegmentLayout.PageBytes), 4096)]
    [InlineData(nameof(SegmentLayout.LineBytes), 128)]
    [InlineData(nameof(SegmentLayout.Magic), 0)]
    [InlineData(nameof(SegmentLayout.LayoutMajor), 8)]
    [InlineData(nameof(SegmentLayout.LayoutMinor), 12)]
    [InlineData(nameof(SegmentLayout.Kind), 16)]
    [InlineData(nameof(SegmentLayout.Flags), 20)]
    [InlineData(nameof(SegmentLayout.SegmentBytes), 24)]
    [InlineData(nameof(SegmentLayout.BootId), 32)]
    [InlineData(nameof(SegmentLayout.CreationId), 48)]
    [InlineData(nameof(SegmentLayout.AttachmentCapacity), 64)]
    [InlineData(nameof(SegmentLayout.AttachmentEntryBytes), 68)]
    [InlineData(nameof(SegmentLayout.BodyOffset), 72)]
    [InlineData(nameof(SegmentLayout.LayoutHash), 80)]
    [InlineData(nameof(SegmentLayout.CreatedUnixNs), 88)]
    [InlineData(nameof(SegmentLayout.CreatorPid), 96)]
    [InlineData(nameof(SegmentLayout.TypeNameBytes), 100)]
    [InlineData(nameof(SegmentLayout.TypeName), 128)]
    [InlineData(nameof(SegmentLayout.TypeNameBytesMax), 128)]
    [InlineData(nameof(SegmentLayout.Parameters), 256)]
    [InlineData(nameof(SegmentLayout.ParameterCount), 8)]
    [InlineData(nameof(SegmentLayout.State), 512)]
    [InlineData(nameof(SegmentLayout.PeerEpoch), 516)]
    [InlineData(nameof(SegmentLayout.FlagPersistent), 1)]
    [InlineData(nameof(SegmentLayout.FlagReliable), 2)]
    [InlineData(nameof(SegmentLayout.StateLive), 1)]
    [InlineData(nameof(SegmentLayout.StateRetired), 2)]
    [InlineData(nameof(SegmentLayout.AttachmentsMax), 257)]
    public void Segment_word_stays(string name, long expected) => Stays(typeof(SegmentLayout), name, expected);

    [Theory]
    [InlineData(nameof(AttachmentLayout.EntryBytes), 256)]
    [InlineData(nameof(AttachmentLayout.State), 0)]
    [InlineData(nameof(AttachmentLayout.Pid), 4)]
    [InlineData(nameof(AttachmentLayout.PidStartTicks), 8)]
    [InlineData(nameof(AttachmentLayout.Generation), 16)]
    [InlineData(nameof(AttachmentLayout.AttachedNs), 24)]
    [InlineData(nameof(AttachmentLayout.Capabilities), 32)]
    [InlineData(nameof(AttachmentLayout.CapabilityMembarrier), 1)]
    [InlineData(nameof(AttachmentLayout.Parked), 128)]
    [InlineData(nameof(AttachmentLayout.Bell), 132)]
    [InlineData(nameof(AttachmentLayout.WantedSequence), 136)]
    [InlineData(nameof(AttachmentLayout.Hazards), 144)]
    [InlineData(nameof(AttachmentLayout.HazardsMax), 16)]
    [InlineData(nameof(AttachmentLayout.StateFree), 0)]
    [InlineData(nameof(AttachmentLayout.StateLive), 1)]
    [InlineData(nameof(AttachmentLayout.StateAttaching), 2)]
    public void Attachment_word_stays(string name, long expected) => Stays(typeof(AttachmentLayout), name, expected);

    [Theory]
    [InlineData(nameof(LaneLayout.Epoch), 0)]
    [InlineData(nameof(LaneLayout.ConsumedPosition), 128)]
    [InlineData(nameof(LaneLayout.ConsumedSequence), 136)]
    [InlineData(nameof(LaneLayout.LeasedPosition), 144)]
    [InlineData(nameof(LaneLayout.Records), 256)]
    [InlineData(nameof(LaneLayout.RecordCommit), 0)]
    [InlineData(nameof(LaneLayout.RecordEpoch), 4)]
    [InlineData(nameof(LaneLayout.RecordSequence), 8)]
    [InlineData(nameof(LaneLayout.RecordPayload), 16)]
    [InlineData(nameof(LaneLayout.RecordAlignment), 8)]
    [InlineData(nameof(LaneLayout.CapacityMin), 4096)]
    [InlineData(nameof(LaneLayout.CapacityMax), 1L << 40)]
    public void Lane_word_stays(string name, long expected) => Stays(typeof(LaneLayout), name, expected);

    [Theory]
    [InlineData(nameof(TopicLayout.NewestSequence), 0)]
    [InlineData(nameof(TopicLayout.SlotOf), 128)]
    [InlineData(nameof(TopicLayout.SlotSequence), 0)]
    [InlineData(nameof(TopicLayout.SlotCaptureTimeNs), 8)]
    [InlineData(nameof(TopicLayout.SlotPayloadBytes), 16)]
    [InlineData(nameof(TopicLayout.SlotPayload), 64)]
    [InlineData(nameof(TopicLayout.PublisherEntry), 0)]
    [InlineData(nameof(TopicLayout.FirstSubscriberEntry), 1)]
    public void Topic_word_stays(string name, long expected) => Stays(typeof(TopicLayout), name, expected);

    [Theory]
    [InlineData(nameof(RequestRingLayout.ServerEntry), 0)]
    [InlineData(nameof(RequestRingLayout.FirstClientEntry), 1)]
    [InlineData(nameof(RequestRingLayout.PrefixBytes), 16)]
    [InlineData(nameof(RequestRingLayout.StatusOk), 0)]
    [InlineData(nameof(RequestRingLayout.StatusFailed), 1)]
    public void Request_ring_word_stays(string name, long expected) => Stays(typeof(RequestRingLayout), name, expected);

    [Theory]
    [InlineData(nameof(SnapshotLayout.Begun), 0)]
    [InlineData(nameof(SnapshotLayout.Version), 8)]
    [InlineData(nameof(SnapshotLayout.Copies), 128)]
    [InlineData(nameof(SnapshotLayout.PublisherEntry), 0)]
    [InlineData(nameof(SnapshotLayout.FirstSubscriberEntry), 1)]
    public void Snapshot_word_stays(string name, long expected) => Stays(typeof(SnapshotLayout), name, expected);

    [Theory]
    [InlineData(SegmentKind.Ring, 1)]
    [InlineData(SegmentKind.Topic, 2)]
    [InlineData(SegmentKind.RequestRing, 3)]
    [InlineData(SegmentKind.Snapshot, 4)]
    public void Number_of_a_kind_stays(SegmentKind kind, int expected) => Assert.Equal(expected, (int)kind);

    [Theory]
    [InlineData(0, 0x4000_0000_0000_0400)]
    [InlineData(1, 0x4000_0000_0000_0402)]
    [InlineData(256, 0x4000_0000_0000_0600)]
    public void Lock_byte_of_an_attachment_stays(int entry, long expected)
    {
        Assert.Equal(expected, SegmentGate.AttachmentByte(entry));
        Assert.Equal((1, 2), (SegmentGate.OwnerBytes, SegmentGate.ReaperBytes));
    }

    [Fact]
    public void Lock_byte_of_the_gate_stays() => Stays(typeof(SegmentGate), "GateByte", 0x4000_0000_0000_0000);

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 24)]
    [InlineData(8, 24)]
    [InlineData(9, 32)]
    public void A_record_is_its_head_and_its_payload_rounded_up(int payloadBytes, long expected) =>
        Assert.Equal(expected, LaneLayout.RecordBytes(payloadBytes));

    [Theory]
    [InlineData(4096, 2024)]
    [InlineData(1 << 20, 524_264)]
    [InlineData(1L << 40, int.MaxValue - 32)]
    public void The_largest_message_of_a_lane_stays(long capacityBytes, int expected) =>
        Assert.Equal(expected, LaneLayout.MaxPayloadBytes(capacityBytes));

    [Fact]
    public void A_topic_takes_as_many_bytes_as_the_page_says()
    {
        TopicOptions options = new() { SlotSizeBytes = 65, History = 4, MaxSubscribers = 3, LeasesPerSubscriber = 2 };
        SegmentSpec spec = TopicLayout.From(options);

        // 4 + 1 + 3 * 2 slots of 64 + 65 bytes, each on a line of its own, behind the newest and 8 slot numbers.
        Assert.Equal(11, TopicLayout.SlotCount(spec));
        Assert.Equal(256 + 11 * 256, spec.BodyBytes);
        Assert.Equal(8192, spec.BodyOffset);
    }

    private static void Stays(Type layout, string name, long expected)
    {
        FieldInfo field = layout.GetField(name, BindingFlags.Static | BindingFlags.NonPublic)!;
        Assert.Equal(expected, Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture));
    }
}
