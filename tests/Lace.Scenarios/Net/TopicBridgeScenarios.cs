using System.Buffers.Binary;
using System.Globalization;
using Lace.Ipc;
using Lace.Net;

namespace Lace.Scenarios.Net;

/// <summary>What a topic promises when another host reads it: newest by credit, in order by a window, exact counts.</summary>
public static class TopicBridgeScenarios
{
    private static readonly Endpoint s_anyPort = Endpoint.Parse("tcp://127.0.0.1:0/test/topic");
    private static readonly TopicExporterOptions s_exportOptions = new() { Heartbeat = NetHelp.Heartbeat };
    private static readonly TopicImporterOptions s_importOptions = new() { Heartbeat = NetHelp.PatientHeartbeat };
    private static readonly TopicImporterOptions s_quickImportOptions = new() { Heartbeat = NetHelp.Heartbeat };

    public static async Task In_order_every_message_of_a_reliable_topic_arrives_in_order()
    {
        TopicOptions options = new() { SlotSizeBytes = 4096, History = 4, Reliable = true };
        using TopicPublisher source = TopicPublisher.CreateOrOpen(ScenarioDirectory.SegmentName("source"), options);
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, source.Name, s_exportOptions);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer =
            TopicImporter.Start(exporter.Endpoint, targetName, Delivery.InOrder, options, s_importOptions);
        using TopicSubscriber target = TopicSubscriber.Open(targetName, Delivery.InOrder);
        Check.Eventually(() => importer.State == TopicImporterState.Live);

        int count = TestRun.Count(5000, 200_000);
        Task publishing = Task.Run(() =>
        {
            byte[] message = new byte[4096];
            for (int i = 1; i <= count; i++)
                Publish(source, message.AsSpan(0, 8 + (i % 4088)), i);
        });
        for (int i = 1; i <= count; i++)
            Expect(target, i, missed: 0);
        await publishing;
        Check.Equal(count, importer.Counters.Received);
        Check.Equal(0, importer.Counters.Missed);
        Check.Equal(0, importer.Counters.Malformed);
        Check.Equal(0, exporter.Counters.Skipped);
    }

    public static async Task In_order_a_slow_reader_holds_back_the_writer_instead_of_losing_a_message()
    {
        TopicOptions options = new() { SlotSizeBytes = 64, History = 2, Reliable = true };
        using TopicPublisher source = TopicPublisher.CreateOrOpen(ScenarioDirectory.SegmentName("source"), options);
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, source.Name, s_exportOptions);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer =
            TopicImporter.Start(exporter.Endpoint, targetName, Delivery.InOrder, options, s_importOptions with { Credit = 4 });
        using TopicSubscriber target = TopicSubscriber.Open(targetName, Delivery.InOrder);
        Check.Eventually(() => importer.State == TopicImporterState.Live);

        // Nobody reads: what is published stops at what all the places on the way hold together.
        int published = 0;
        while (source.Claim(8, TimeSpan.FromSeconds(2), out Claim claim))
        {
            BinaryPrimitives.WriteInt64LittleEndian(claim.Payload, ++published);
            claim.Commit();
            Check.AtMost(50, published, "nothing held the writer back");
        }

        Check.AtLeast(6, published);
        for (int i = 1; i <= published; i++)
            Expect(target, i, missed: 0);
        Check.True(source.Claim(8, TimeSpan.FromSeconds(30), out Claim later));
        later.Dispose();
        Check.Equal(0, importer.Counters.Missed);
    }

    public static async Task Newest_brings_the_current_value_first_and_then_the_newest_with_the_exact_count_of_what_it_missed()
    {
        // Large, so that socket buffers cannot hide a backlog; the local topic makes the importer wait as a slow host would.
        TopicOptions remote = new() { SlotSizeBytes = 4 << 20, MaxSubscribers = 2 };
        TopicOptions local = remote with { History = 1, Reliable = true, MaxSubscribers = 1 };
        using TopicPublisher source = TopicPublisher.CreateOrOpen(ScenarioDirectory.SegmentName("source"), remote);
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, source.Name, s_exportOptions);
        byte[] message = new byte[remote.SlotSizeBytes];
        Publish(source, message, 1);
        Publish(source, message, 2);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer = TopicImporter.Start(exporter.Endpoint, targetName, Delivery.Newest, local, s_importOptions);
        using TopicSubscriber target = TopicSubscriber.Open(targetName, Delivery.InOrder);

        // The first credit brings the current value to a joiner. It is not read, so the importer cannot write another one.
        Check.Eventually(() => importer.Counters.Received == 1);
        Check.Equal(2, importer.Counters.LastSequence);
        Publish(source, message, 3);
        Check.Eventually(() => exporter.Counters.Sent == 2);
        for (int i = 4; i <= 100; i++)
            Publish(source, message, i);

        // Message 3 had credit; 4 to 99 had none and are nowhere on the way: after 3 comes 100.
        Expect(target, 2, missed: 0);
        Expect(target, 3, missed: 0);
        Expect(target, 100, missed: 0);
        Check.Eventually(() => importer.Counters.Received == 3);
        Check.Equal(100, importer.Counters.LastSequence);
        Check.Equal(96, importer.Counters.Missed);
        Check.Equal(96, exporter.Counters.Skipped);
        Check.Equal(3, exporter.Counters.Sent);
    }

    public static async Task Capture_times_arrive_in_the_local_clock()
    {
        using TopicPublisher source = TopicPublisher.CreateOrOpen(ScenarioDirectory.SegmentName("source"));
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, source.Name, s_exportOptions);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer =
            TopicImporter.Start(exporter.Endpoint, targetName, Delivery.Newest, new TopicOptions(), s_importOptions);
        using TopicSubscriber target = TopicSubscriber.Open(targetName);
        long captureNs = MonotonicClock.NowNs - 5_000_000_000;
        Check.True(source.TryClaim(8, out Claim claim));
        claim.Commit(8, captureNs);
        Check.Equal(WaitResult.Ready, WaitReady(target));
        Check.True(target.TryRead(out Lease lease));
        long arrivedNs = lease.CaptureTimeNs;
        lease.Dispose();

        // One host, so the true offset is 0: whatever was measured must be within what it says of itself.
        long uncertaintyNs = importer.Counters.ClockUncertaintyNs;
        Check.AtMost(uncertaintyNs, Math.Abs(importer.Counters.ClockOffsetNs));
        Check.Near(captureNs, arrivedNs, Math.Max(uncertaintyNs, 50_000_000));
        Check.AtLeast(4_900_000_000, importer.Counters.LastAgeNs);
    }

    public static async Task A_topic_that_appears_later_is_imported_then()
    {
        string sourceName = ScenarioDirectory.SegmentName("source");
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, sourceName, s_exportOptions);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer =
            TopicImporter.Start(exporter.Endpoint, targetName, Delivery.Newest, new TopicOptions(), s_importOptions);
        using TopicSubscriber target = TopicSubscriber.Open(targetName);
        Check.Eventually(() => importer.State == TopicImporterState.Waiting);
        using TopicPublisher source = TopicPublisher.CreateOrOpen(sourceName);
        Publish(source, new byte[8], 1);
        Expect(target, 1, missed: 0);
    }

    public static async Task A_message_larger_than_the_local_slot_is_counted_and_the_next_one_comes()
    {
        string sourceName = ScenarioDirectory.SegmentName("source");
        using TopicPublisher source = TopicPublisher.CreateOrOpen(sourceName, new TopicOptions { History = 4 });
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, source.Name, s_exportOptions);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer = TopicImporter.Start(
            exporter.Endpoint, targetName, Delivery.InOrder, new TopicOptions { SlotSizeBytes = 64, History = 4 }, s_importOptions);
        using TopicSubscriber target = TopicSubscriber.Open(targetName, Delivery.InOrder);
        Publish(source, new byte[65], 1);
        Publish(source, new byte[64], 2);
        Expect(target, 2, missed: 0);
        Check.Equal(1, importer.Counters.Rejected);
        Check.Equal(0, importer.Counters.Missed);
    }

    public static async Task An_importer_comes_back_when_the_killed_exporter_is_restarted_and_counts_the_gap()
    {
        string sourceName = ScenarioDirectory.SegmentName("source");
        using TopicPublisher source = TopicPublisher.CreateOrOpen(sourceName);
        using Peer first = Peer.Start("net-exporter", "0", sourceName);
        Endpoint endpoint = Endpoint.Parse(first.WaitForLine("tcp://"));
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer =
            TopicImporter.Start(endpoint, targetName, Delivery.Newest, new TopicOptions(), s_quickImportOptions);
        using TopicSubscriber target = TopicSubscriber.Open(targetName);
        Publish(source, new byte[8], 1);
        Expect(target, 1, missed: 0);
        first.Kill9();
        Check.Eventually(() => importer.State == TopicImporterState.Connecting);
        for (int i = 2; i <= 10; i++)
            Publish(source, new byte[8], i);
        using Peer second = Peer.Start("net-exporter", endpoint.Port.ToString(CultureInfo.InvariantCulture), sourceName);
        Expect(target, 10, missed: 0);
        Check.Equal(8, importer.Counters.Missed);
        Check.AtLeast(1, importer.Counters.Reconnects);
    }

    public static async Task A_killed_importer_frees_its_place_in_the_exported_topic()
    {
        string sourceName = ScenarioDirectory.SegmentName("source");
        using TopicPublisher source = TopicPublisher.CreateOrOpen(sourceName, new TopicOptions { History = 2, Reliable = true });
        await using TopicExporter exporter = TopicExporter.Start(s_anyPort, sourceName, s_exportOptions);
        string targetName = ScenarioDirectory.SegmentName("target");
        using (Peer importer = Peer.Start("net-importer", exporter.Endpoint.ToString(), targetName))
        {
            importer.WaitForLine("live");
            Check.Equal(1, source.Subscribers);
            importer.Stop();
            Check.Eventually(() => exporter.Counters.Subscribers == 0);
            importer.Continue();
            Check.Eventually(() => exporter.Counters.Subscribers == 1);
            importer.Kill9();
            importer.WaitForExit();
        }

        Check.Eventually(() => exporter.Counters.Subscribers == 0);
        Check.Equal(0, source.Subscribers);
        SegmentDirectory.Remove(targetName);
    }

    private static WaitResult WaitReady(TopicSubscriber topic)
    {
        WaitResult result;
        do
        {
            result = topic.Wait(TimeSpan.FromSeconds(30));
        }
        while (result == WaitResult.PeersChanged);
        return result;
    }

    private static void Publish(TopicPublisher topic, Span<byte> message, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(message, number);
        Check.True(topic.Claim(message.Length, TimeSpan.FromSeconds(30), out Claim claim), $"no room for message {number}");
        message.CopyTo(claim.Payload);
        claim.Commit();
    }

    private static void Expect(TopicSubscriber topic, long number, long missed)
    {
        Lease lease;
        while (!topic.TryRead(out lease))
            Check.Equal(WaitResult.Ready, WaitReady(topic), $"waiting for message {number}");
        using (lease)
        {
            Check.Equal(number, BinaryPrimitives.ReadInt64LittleEndian(lease.Payload));
            Check.Equal(missed, lease.MissedCount);
        }
    }
}
