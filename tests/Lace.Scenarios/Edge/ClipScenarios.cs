using System.Security.Cryptography;
using Lace.Ipc;
using Lace.Net;

namespace Lace.Scenarios.Edge;

/// <summary>A real clip through topic, bridge and topic: all of it for who wants all, the newest for who wants that.</summary>
public static class ClipScenarios
{
    private const int SlotBytes = 256 << 10;
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(30);
    private static readonly Endpoint s_anyPort = Endpoint.Parse("tcp://127.0.0.1:0/clip");

    public static async Task Every_frame_of_a_clip_crosses_the_bridge_in_order()
    {
        List<byte[]> frames = (await MjpegSplit.Of(TestClip.Mjpeg())).Frames;
        Check.Equal(TestClip.FrameCount, frames.Count);
        TopicOptions reliable = new() { SlotSizeBytes = SlotBytes, History = 4, Reliable = true, TypeName = "image/jpeg" };
        using TopicPublisher source = TopicPublisher.CreateOrOpen(ScenarioDirectory.SegmentName("source"), reliable);
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, source.Name);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer = TopicImporter.Start(exporter.Endpoint, targetName, Delivery.InOrder, reliable);
        using TopicSubscriber target = TopicSubscriber.Open(targetName, Delivery.InOrder);
        Check.Eventually(() => importer.State == TopicImporterState.Live && source.Subscribers == 1);

        Task<List<string>> arrived = Task.Run(() => ReadHashes(target, frames.Count));
        foreach (byte[] frame in frames)
        {
            Check.True(source.Claim(frame.Length, s_watchdog, out Claim claim), "a reliable topic waits for its reader, not for ever");
            using (claim)
            {
                frame.CopyTo(claim.Payload);
                claim.Commit(frame.Length, MonotonicClock.NowNs);
            }
        }

        Check.SequenceEqual(frames.ConvertAll(static frame => Hash(frame)), await arrived);
        Check.Equal(0L, importer.Counters.Missed);
    }

    public static async Task A_newest_subscriber_that_sleeps_gets_the_newest_frame_and_the_exact_count_of_the_others()
    {
        List<byte[]> frames = (await MjpegSplit.Of(TestClip.Mjpeg())).Frames;
        using TopicPublisher source =
            TopicPublisher.CreateOrOpen(ScenarioDirectory.SegmentName("source"), new TopicOptions { SlotSizeBytes = SlotBytes });
        using TopicSubscriber sleepy = TopicSubscriber.Open(source.Name);
        Task play = Task.Run(async () =>
        {
            foreach (byte[] frame in frames)
            {
                Check.True(source.TryPublish(frame), "a topic that is not reliable never makes its publisher wait");
                await Task.Delay(10);
            }
        });

        long seen = 0, missed = 0, last = 0;
        while (last < frames.Count)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            long newest = source.PublishedSequence;
            (long sequence, long missedNow) = ReadOne(sleepy, frames);
            Check.AtLeast(newest, sequence, "what was the newest before the look is the oldest that may come");
            Check.Equal(sequence - last - 1, missedNow);
            (seen, missed, last) = (seen + 1, missed + missedNow, sequence);
        }

        await play;
        Check.Equal((long)frames.Count, seen + missed);
        Check.AtMost(10L, seen);
    }

    private static (long Sequence, long Missed) ReadOne(TopicSubscriber topic, List<byte[]> frames)
    {
        Check.True(topic.TryRead(out Lease lease));
        using (lease)
        {
            Check.Equal(Hash(frames[(int)lease.Sequence - 1]), Hash(lease.Payload));
            return (lease.Sequence, lease.MissedCount);
        }
    }

    private static List<string> ReadHashes(TopicSubscriber topic, int count)
    {
        List<string> hashes = [];
        while (hashes.Count < count)
        {
            if (topic.TryRead(out Lease lease))
            {
                using (lease)
                {
                    Check.Equal(0L, lease.MissedCount);
                    hashes.Add(Hash(lease.Payload));
                }
            }
            else
            {
                Check.NotEqual(WaitResult.TimedOut, topic.Wait(s_watchdog));
            }
        }

        return hashes;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
