using System.Collections.Concurrent;
using System.Net.Sockets;
using Lace.Ipc;
using Lace.Net;
using Lace.Net.Native;
using Lace.Net.Wire;
using ZmqSocket = Lace.Net.Native.Socket;

namespace Lace.Scenarios.Net;

/// <summary>Strangers, liars and broken peers: the service goes on for the others.</summary>
public static class HostileScenarios
{
    public static async Task Raw_bytes_that_are_not_zeromq_do_not_stop_the_service()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        int seed = Random.Shared.Next();
        Random random = new(seed);
        byte[] greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0];
        for (int i = 0; i < TestRun.Count(60, 3000); i++)
        {
            using TcpClient stranger = new("127.0.0.1", server.Endpoint.Port);
            byte[] bytes = new byte[random.Next(0, 3000)];
            random.NextBytes(bytes);
            try
            {
                if (i % 3 == 0)
                    stranger.GetStream().Write(greeting);
                stranger.GetStream().Write(bytes);
            }
            catch (IOException)
            {
                // libzmq has hung up already: just what it should do.
            }

            NetHelp.SameBytes([1, 2], NetHelp.Call(client, [1, 2]));
        }

        Check.Equal(TestRun.Count(60, 3000), server.Counters.Served, $"seed={seed}");
    }

    public static async Task Frames_of_every_wrong_shape_are_counted_logged_once_a_peer_and_dropped()
    {
        ConcurrentQueue<string> log = new();
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo, NetHelp.ServerOptions with { Log = log.Enqueue });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        NetHelp.Call(client, [1]);
        using Stranger stranger = new(server.Endpoint);
        byte[] request = WireSamples.All["REQUEST"];
        int sent = 0;
        void Send(params byte[][] frames)
        {
            stranger.Send(frames);
            sent++;
        }

        Send(Array.Empty<byte>());
        Send([1, 2, 3]);
        Send("GET / HTTP/1.1"u8.ToArray());
        Send(request, request);
        Send(request, [], request);
        Send([], request);
        Send(request[..20]);
        Send([.. request, 0]);
        Send([.. request[..5], 99, .. request[6..]]);
        Send([.. request[..4], 1, .. request[5..]]);
        foreach (string toClient in (string[])["REPLY", "ERROR", "PONG", "SUBSCRIBED", "DATA"])
            Send(WireSamples.All[toClient]);
        Check.Eventually(() => server.Counters.Malformed == sent);
        Check.Equal(1, log.Count(line => line.Contains("dropped a message", StringComparison.Ordinal)));
        NetHelp.SameBytes([5], NetHelp.Call(client, [5]));
        Check.Equal(2, server.Counters.Served);
    }

    public static async Task Another_version_of_the_wire_is_told_so()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        using Stranger stranger = new(server.Endpoint);
        byte[] request = WireSamples.All["REQUEST"];
        stranger.Send([.. request[..4], 1, .. request[5..]]);
        Check.Equal(WireFault.None, ErrorFrame.Read(stranger.Receive(), out ErrorFrame error));
        Check.Equal((0ul, RemoteErrorCode.Version), (error.Id, error.Code));
    }

    public static async Task Random_messages_do_not_stop_the_service()
    {
        string topicName = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher topic = TopicPublisher.CreateOrOpen(topicName);
        topic.TryPublish([1]);
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        await using TopicExporter exporter = TopicExporter.Start(
            server.Endpoint.WithName("cam"), topicName, new TopicExporterOptions { Heartbeat = NetHelp.Heartbeat });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        int seed = Random.Shared.Next();
        Random random = new(seed);
        byte[][] samples = [.. WireSamples.All.Values];
        for (int round = 0; round < TestRun.Count(20, 1000); round++)
        {
            using Stranger stranger = new(server.Endpoint);
            for (int i = 0; i < 200; i++)
            {
                byte[] frame = [.. samples[random.Next(samples.Length)]];
                for (int changes = random.Next(0, 4); changes > 0; changes--)
                    frame[random.Next(frame.Length)] = (byte)random.Next(256);
                if (random.Next(8) == 0)
                    stranger.Send(frame, samples[random.Next(samples.Length)]);
                else
                    stranger.Send(frame);
            }

            NetHelp.SameBytes([7], NetHelp.Call(client, [7]));
        }

        Check.AtLeast(1, server.Counters.Malformed, $"seed={seed}");

        // A stranger may have declared a heartbeat of a minute, so that its subscription outlives it for two; not the export, though.
        await exporter.DisposeAsync();
        Check.Equal(0, exporter.Counters.Subscribers, $"seed={seed}");
    }

    public static async Task A_frame_larger_than_the_limit_ends_its_senders_connection_only()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo, NetHelp.ServerOptions with { MaxMessageBytes = 10_000 });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        NetHelp.Call(client, [1]);
        await using RequestClient large = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        foreach (bool blocking in (bool[])[true, false])
            await Check.ThrowsAsync<PeerGoneException>(() => NetHelp.CallEitherWay(large, blocking, new byte[20_000]));
        NetHelp.SameBytes([5], NetHelp.Call(client, [5]));
        NetHelp.SameBytes([6], NetHelp.Call(large, [6]));
        Check.Equal(3, server.Counters.Served);
    }

    public static async Task A_client_that_chose_its_own_routing_id_is_not_served()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        using Stranger stranger = new(server.Endpoint, "mine!"u8);
        stranger.Send(WireSamples.All["REQUEST"]);
        Check.Eventually(() => server.Counters.Malformed == 1);
        Check.Equal(0, server.Counters.Peers);
    }

    public static async Task A_call_id_that_is_in_use_does_not_disturb_the_call_that_has_it()
    {
        using SemaphoreSlim go = new(0);
        await using RequestServer server = RequestServer.Bind(
            NetHelp.AnyPort.WithName("a/b"),
            async (_, reply, cancellation) =>
            {
                await go.WaitAsync(cancellation);
                reply.GetSpan(1)[0] = 9;
                reply.Advance(1);
            },
            NetHelp.ServerOptions);
        using Stranger stranger = new(server.Endpoint);
        stranger.Send(WireSamples.All["REQUEST"]);
        stranger.Send(WireSamples.All["REQUEST"]);
        Check.Eventually(() => server.Counters.Malformed == 1);
        go.Release(2);
        byte[] reply = stranger.Receive();
        Check.Equal(9, reply[16]);
        Check.Equal(1, server.Counters.Served);
    }

    public static async Task Credit_that_was_not_granted_is_not_used()
    {
        string topicName = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher topic = TopicPublisher.CreateOrOpen(topicName, new TopicOptions { History = 16 });
        for (byte i = 1; i <= 10; i++)
            topic.TryPublish([i]);
        await using TopicExporter exporter = TopicExporter.Start(
            NetHelp.AnyPort.WithName("cam"), topicName, new TopicExporterOptions { Heartbeat = NetHelp.Heartbeat });
        using Stranger control = new(exporter.Endpoint);
        using Stranger bulk = new(exporter.Endpoint);

        // Credit 1 in SUBSCRIBE and 3 in CREDIT: four of the ten messages, and not one more.
        control.Send(WireSamples.All["SUBSCRIBE"]);
        bulk.Send(WireSamples.All["HELLO"]);
        control.Send(WireSamples.All["CREDIT"]);
        for (int i = 1; i <= 4; i++)
        {
            Check.Equal(WireFault.None, DataFrame.Read(bulk.Receive(), out DataFrame data));
            Check.Equal((9ul, (long)i), (data.Subscription, data.Sequence));
            NetHelp.SameBytes([(byte)i], bulk.Receive());
        }

        control.Send(WireSamples.All["PING"]);
        control.Receive();
        Thread.Sleep(200);
        Check.Equal(4, exporter.Counters.Sent);
        Check.False(bulk.TryReceive(out _));
    }

    public static async Task An_importer_survives_an_exporter_that_talks_nonsense()
    {
        using Context context = new();
        using Message frame = new();
        using ZmqSocket liar = ZmqSocket.BindRouter(context, "tcp://127.0.0.1:*", 1 << 20, out string bound);
        string targetName = ScenarioDirectory.SegmentName("target");
        await using TopicImporter importer = TopicImporter.Start(
            Endpoint.Parse($"{bound}/cam"), targetName, Delivery.Newest, new TopicOptions(),
            new TopicImporterOptions { Heartbeat = NetHelp.Heartbeat });

        // Answers whatever comes with every golden message, most of which make no sense at that moment.
        int answered = 0;
        Check.Eventually(() =>
        {
            while (liar.TryReceive(frame))
            {
                byte[] id = frame.GetSpan().ToArray();
                while (frame.HasMore)
                    liar.TryReceive(frame);
                foreach (byte[] sample in WireSamples.All.Values)
                {
                    liar.TrySend(id, more: true);
                    liar.TrySend(sample);
                }

                answered++;
            }

            return answered >= 5 && importer.Counters.Malformed > 20;
        });
        Check.Equal(0, importer.Counters.Received);
        liar.Dispose();
    }
}
