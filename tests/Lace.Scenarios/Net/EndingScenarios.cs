using System.Buffers;
using Lace.Ipc;
using Lace.Net;
using Lace.Net.Native;
using Lace.Net.Wire;
using ZmqSocket = Lace.Net.Native.Socket;

namespace Lace.Scenarios.Net;

/// <summary>Every call and subscription ends with an answer, and what was refused leaves nothing behind.</summary>
public static class EndingScenarios
{
    public static async Task A_service_that_stops_answers_also_the_calls_that_wait_behind_their_clients_limit()
    {
        // It keeps the port: only an answer, not a lost connection, can end the calls of the other service.
        await using RequestServer other = NetHelp.Serve(NetHelp.Echo);
        RequestServer server = RequestServer.Bind(
            other.Endpoint.WithName("test/slow"),
            (_, _, cancellation) => new ValueTask(Task.Delay(Timeout.Infinite, cancellation)),
            NetHelp.ServerOptions with { MaxConcurrencyPerClient = 1, MaxWaitingPerClient = 2 });
        await using RequestClient client = RequestClient.Connect(
            server.Endpoint, NetHelp.ClientOptions with { Timeout = TimeSpan.FromSeconds(10) });
        Task<byte[]>[] calls = [.. Enumerable.Range(0, 4).Select(_ => NetHelp.CallAsync(client, [1]))];

        // The fourth is refused, so the three before it have arrived: one runs, two wait.
        Check.Equal(RemoteErrorCode.Busy, (await Check.ThrowsAsync<RemoteException>(() => calls[3])).Code);
        await server.DisposeAsync();
        foreach (Task<byte[]> call in calls[..3])
            Check.Equal(RemoteErrorCode.Stopped, (await Check.ThrowsAsync<RemoteException>(() => call)).Code);
    }

    public static async Task A_server_that_connects_and_never_says_a_word_is_gone()
    {
        using Context context = new();
        using ZmqSocket silent = ZmqSocket.BindRouter(context, "tcp://127.0.0.1:*", 1 << 20, out string bound);
        foreach (bool blocking in (bool[])[true, false])
        {
            await using RequestClient client = RequestClient.Connect(
                Endpoint.Parse($"{bound}/test"), NetHelp.ClientOptions with { Timeout = TimeSpan.FromSeconds(8) });
            await Check.ThrowsAsync<PeerGoneException>(() => NetHelp.CallEitherWay(client, blocking, [1]));
        }
    }

    public static async Task A_client_that_was_idle_is_still_held_to_its_own_heartbeat()
    {
        // The server's own two heartbeats are far shorter than the call.
        await using RequestServer server = NetHelp.Serve(
            async (_, _, cancellation) => await Task.Delay(400, cancellation),
            new RequestServerOptions { Heartbeat = TimeSpan.FromMilliseconds(20) });
        await using RequestClient client = RequestClient.Connect(
            server.Endpoint, new RequestClientOptions { Heartbeat = TimeSpan.FromSeconds(1) });
        NetHelp.Call(client, [1]);
        Check.Eventually(() => server.Counters.Peers == 0);
        NetHelp.Call(client, [1]);
        Check.Equal(2, server.Counters.Served);
    }

    public static async Task A_request_just_beyond_the_servers_limit_is_told_so_and_the_connection_goes_on()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo, NetHelp.ServerOptions with { MaxMessageBytes = 1000 });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        foreach (bool blocking in (bool[])[true, false])
        {
            RemoteException error = await Check.ThrowsAsync<RemoteException>(() => NetHelp.CallEitherWay(client, blocking, new byte[1001]));
            Check.Equal(RemoteErrorCode.TooLarge, error.Code);
            Check.Equal(1000, (await NetHelp.CallEitherWay(client, blocking, new byte[1000])).Length);
        }

        Check.Equal(2, server.Counters.Served);
    }

    public static async Task A_request_may_be_overwritten_as_soon_as_the_asynchronous_call_has_returned()
    {
        foreach (Endpoint endpoint in (Endpoint[])[NetHelp.AnyPort, Endpoint.Parse($"inproc://{ScenarioDirectory.SegmentName("echo")}")])
        {
            TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using RequestServer server = RequestServer.Bind(endpoint, async (request, reply, _) =>
            {
                await go.Task;
                reply.Write(request.Span);
            });
            await using RequestClient client = RequestClient.Connect(server.Endpoint);
            byte[] request = [1, 2, 3];
            ArrayBufferWriter<byte> reply = new();
            ValueTask call = client.RequestAsync(request, reply);
            request.AsSpan().Clear();
            go.SetResult();
            await call;
            NetHelp.SameBytes([1, 2, 3], reply.WrittenSpan.ToArray());
        }
    }

    public static async Task Disposing_a_server_again_does_not_take_the_name_from_its_successor()
    {
        foreach (Endpoint endpoint in (Endpoint[])[NetHelp.AnyPort, Endpoint.Parse($"inproc://{ScenarioDirectory.SegmentName("echo")}")])
        {
            RequestServer first = RequestServer.Bind(endpoint, NetHelp.Echo);
            await first.DisposeAsync();
            await using RequestServer second = RequestServer.Bind(first.Endpoint, NetHelp.Echo);
            await first.DisposeAsync();
            await using RequestClient client = RequestClient.Connect(second.Endpoint);
            NetHelp.SameBytes([1], NetHelp.Call(client, [1]));
        }
    }

    public static async Task A_call_that_waits_in_this_process_hears_that_the_service_has_stopped()
    {
        RequestServer server = RequestServer.Bind(
            Endpoint.Parse($"inproc://{ScenarioDirectory.SegmentName("slow")}"),
            (_, _, cancellation) => new ValueTask(Task.Delay(Timeout.Infinite, cancellation)),
            NetHelp.ServerOptions with { MaxConcurrency = 1 });
        await using RequestClient client = RequestClient.Connect(server.Endpoint);
        Task<byte[]>[] calls = [NetHelp.CallAsync(client, [1]), NetHelp.CallAsync(client, [1])];
        await server.DisposeAsync();
        foreach (Task<byte[]> call in calls)
            Check.Equal(RemoteErrorCode.Stopped, (await Check.ThrowsAsync<RemoteException>(() => call)).Code);
    }

    public static async Task A_topic_is_exported_to_a_bounded_number_of_subscribers()
    {
        // It does not exist, so that every subscription has to wait, each on a thread.
        await using TopicExporter exporter = TopicExporter.Start(
            NetHelp.AnyPort.WithName("cam"),
            ScenarioDirectory.SegmentName("later"),
            new TopicExporterOptions { Heartbeat = TimeSpan.FromSeconds(5) });
        Stranger[] strangers = [.. Enumerable.Range(0, 5).Select(_ => new Stranger(exporter.Endpoint))];
        byte[] subscribe = WireSamples.All["SUBSCRIBE"];
        for (byte id = 1; id <= 60; id++)
        {
            foreach (Stranger stranger in strangers)
                stranger.Send([.. subscribe[..8], id, .. subscribe[9..]]);
        }

        byte[] refusal = [];
        Check.Eventually(() => strangers.Any(stranger => stranger.TryReceive(out refusal)));
        Check.Equal(WireFault.None, ErrorFrame.Read(refusal, out ErrorFrame error));
        Check.Equal(RemoteErrorCode.Busy, error.Code);
        Check.AtMost(256, exporter.Counters.Subscribers);
        foreach (Stranger stranger in strangers)
            stranger.Dispose();
    }

    public static void What_cannot_be_connected_is_refused_and_leaves_no_descriptor()
    {
        Endpoint noPort = Endpoint.Parse("tcp://127.0.0.1:0/test"), noHost = Endpoint.Parse("tcp://*:7070/test");
        string topicName = ScenarioDirectory.SegmentName("target");
        void Refuse()
        {
            Check.Throws<ArgumentException>(() => RequestClient.Connect(noPort));
            Check.Throws<ArgumentException>(() => RequestClient.Connect(noHost));
            Check.Throws<ArgumentException>(() => TopicImporter.Start(noPort, topicName, Delivery.Newest, new TopicOptions()));
            Check.Throws<ArgumentException>(() => TopicImporter.Start(noHost, topicName, Delivery.Newest, new TopicOptions()));
            Check.Throws<IOException>(() => TopicImporter.Start(
                Endpoint.Parse("tcp://.:7070/test"), topicName, Delivery.Newest, new TopicOptions()));
        }

        Refuse();
        CollectGarbage();
        int before = Descriptors();
        for (int i = 0; i < 20; i++)
            Refuse();
        CollectGarbage();
        Check.AtMost(before + 10, Descriptors());
    }

    public static void A_stop_timeout_that_no_timer_takes_is_refused_before_the_port_is_bound()
    {
        foreach (TimeSpan timeout in (TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.FromDays(30), TimeSpan.MaxValue])
        {
            Check.Throws<ArgumentOutOfRangeException>(() =>
                RequestServer.Bind(NetHelp.AnyPort, NetHelp.Echo, NetHelp.ServerOptions with { StopTimeout = timeout }));
        }
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
