using System.Text;
using Lace.Ipc.Segments;
using Lace.Scenarios;

namespace Lace.Ipc.Tests;

/// <summary>The bytes of two small segments, written out: what another implementation has to read and write.</summary>
public class GoldenBytesTests
{
    /// <summary>Boot id, creation id, creation time and creator differ from run to run.</summary>
    private static readonly (int Offset, int Bytes)[] s_varying = [(32, 32), (88, 12)];

    [Fact]
    public void A_ring_with_one_message_read_and_one_unread()
    {
        using ScenarioDirectory scenario = ScenarioDirectory.Enter();
        string name = ScenarioDirectory.SegmentName("golden");
        const ulong Hash = 0x1122334455667788;
        RingOptions options = new() { CapacityBytes = 4096, TypeName = "golden", LayoutHash = Hash };
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, options);
        SegmentOptions same = new() { TypeName = "golden", LayoutHash = Hash };
        using (RingSubscriber subscriber = RingSubscriber.Open(name, same))
        {
            Assert.True(publisher.TryPublish("first"u8));
            Assert.True(publisher.TryPublish("second one"u8));
            Assert.True(subscriber.TryRead(out Lease lease));
            lease.Dispose();
        }

        Dictionary<int, string> golden = new()
        {
            [0] = "4C41434553454730 00000000 01000000 01000000 00000000 0040000000000000", // magic, 0.1, ring, no flags, 16384 bytes
            [64] = "02000000 00010000 0020000000000000 8877665544332211", // 2 entries of 256, body at 8192, hash
            [100] = "06000000",
            [128] = "676F6C64656E", // golden
            [256] = "0010000000000000 0100000000000000", // CapacityBytes, MaxPublishers
            [512] = "01000000 03000000", // live; two came, one went
            [4096 + 16] = "0100000000000000", // the subscriber's place: free again, its first generation
            [4096 + 256] = "01000000", // the publisher's place: live
            [4096 + 256 + 16] = "0100000000000000",
            [8192] = "0100000000000000", // lane: its first epoch
            [8192 + 128] = "1800000000000000 0100000000000000 1800000000000000", // consumed 24 bytes, 1 message, leased as far
            [8192 + 256] = "06000000 01000000 0100000000000000 6669727374", // 5 bytes + 1, epoch, sequence, payload
            [8192 + 256 + 24] = "0B000000 01000000 0200000000000000 7365636F6E64206F6E65",
        };
        AssertBytes(golden, [.. s_varying, .. OwnersWords(4096), .. OwnersWords(4096 + 256)], name);
        using RingSubscriber rest = RingSubscriber.Open(name, same);
        Assert.True(rest.TryRead(out Lease second));
        second.Dispose();
    }

    [Fact]
    public void A_topic_with_a_history_of_two_after_three_messages()
    {
        using ScenarioDirectory scenario = ScenarioDirectory.Enter();
        string name = ScenarioDirectory.SegmentName("golden");
        TopicOptions options = new() { SlotSizeBytes = 64, History = 2, MaxSubscribers = 1, LeasesPerSubscriber = 1, Reliable = true };
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, options);
        foreach (string message in new[] { "one", "two", "three" })
        {
            Assert.True(publisher.TryClaim(message.Length, out Claim claim));
            Encoding.ASCII.GetBytes(message, claim.Payload);
            claim.Commit(message.Length, captureTimeNs: 0x77);
        }

        Dictionary<int, string> golden = new()
        {
            [0] = "4C41434553454730 00000000 01000000 02000000 02000000 0030000000000000", // topic, reliable, 12288 bytes
            [64] = "02000000 00010000 0020000000000000",
            [100] = "05000000",
            [128] = "6279746573", // bytes
            [256] = "4000000000000000 0200000000000000 0100000000000000 0100000000000000",
            [512] = "01000000 01000000",
            [4096] = "01000000",
            [4096 + 16] = "0100000000000000",
            [8192] = "0300000000000000", // newest
            [8192 + 128] = "00000000 03000000 02000000 01000000", // slots of sequences 4k, 4k+1, 4k+2, 4k+3
            [8192 + 256 + 1 * 128] = "0300000000000000 7700000000000000 05000000",
            [8192 + 256 + 1 * 128 + 64] = "7468726565",
            [8192 + 256 + 2 * 128] = "0200000000000000 7700000000000000 03000000",
            [8192 + 256 + 2 * 128 + 64] = "74776F",
            [8192 + 256 + 3 * 128] = "0100000000000000 7700000000000000 03000000",
            [8192 + 256 + 3 * 128 + 64] = "6F6E65",
        };
        AssertBytes(golden, [.. s_varying, .. OwnersWords(4096)], name);
    }

    /// <summary>Pid and start, time of attaching, and what the kernel can.</summary>
    private static (int Offset, int Bytes)[] OwnersWords(int entry) => [(entry + 4, 12), (entry + 24, 12)];

    private static void AssertBytes(Dictionary<int, string> golden, (int Offset, int Bytes)[] varying, string name)
    {
        byte[] found = File.ReadAllBytes(SegmentName.ToPath(name, "/dev/shm"));
        foreach ((int offset, int bytes) in varying)
            found.AsSpan(offset, bytes).Clear();

        byte[] expected = new byte[found.Length];
        foreach ((int offset, string hex) in golden)
            Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)).CopyTo(expected, offset);

        for (int i = 0; i < found.Length; i++)
        {
            string around = Convert.ToHexString(found, i & ~7, 8);
            Assert.True(expected[i] == found[i], $"byte {i}: found {found[i]:X2}, expected {expected[i]:X2}; around: {around}");
        }
    }
}
