using System.Globalization;
using Lace.Net;

namespace Lace.Scenarios.Net;

/// <summary>Servers and clients that are killed, stopped, restarted or not there yet.</summary>
public static class LivenessScenarios
{
    private static readonly RequestClientOptions s_patient = NetHelp.QuickClientOptions with { Timeout = Timeout.InfiniteTimeSpan };

    public static async Task Calls_to_a_killed_server_fail_although_they_would_wait_for_ever()
    {
        foreach (bool blocking in (bool[])[true, false])
        {
            using Peer server = Peer.Start("net-echo-server", "0");
            Endpoint endpoint = Endpoint.Parse(server.WaitForLine("tcp://"));
            await using RequestClient client = RequestClient.Connect(endpoint, s_patient);
            NetHelp.SameBytes([7], await NetHelp.CallEitherWay(client, blocking, [7]));
            Task<byte[]> call = NetHelp.CallEitherWay(client, blocking, "hang"u8.ToArray());
            server.WaitForLine("hanging");
            server.Kill9();
            PeerGoneException error = await Check.ThrowsAsync<PeerGoneException>(() => call);
            Check.Contains(endpoint.ToString(), error.Message);
        }
    }

    public static async Task A_stopped_server_is_gone_and_back_when_it_runs_again()
    {
        using Peer server = Peer.Start("net-echo-server", "0");
        Endpoint endpoint = Endpoint.Parse(server.WaitForLine("tcp://"));
        await using RequestClient client = RequestClient.Connect(endpoint, s_patient);
        NetHelp.Call(client, [1]);
        server.Stop();
        foreach (bool blocking in (bool[])[true, false])
        {
            // The signal stops one thread after the other: the first calls may still find somebody.
            await Check.ThrowsAsync<PeerGoneException>(async () =>
            {
                for (int i = 0; i < 100; i++)
                    await NetHelp.CallEitherWay(client, blocking, [1]);
            });
        }

        server.Continue();
        foreach (bool blocking in (bool[])[true, false])
            NetHelp.SameBytes([2], await NetHelp.CallEitherWay(client, blocking, [2]));
    }

    public static async Task The_same_client_reaches_a_server_that_was_restarted()
    {
        using Peer first = Peer.Start("net-echo-server", "0");
        Endpoint endpoint = Endpoint.Parse(first.WaitForLine("tcp://"));
        await using RequestClient client = RequestClient.Connect(endpoint, NetHelp.QuickClientOptions);
        foreach (bool blocking in (bool[])[true, false])
            await NetHelp.CallEitherWay(client, blocking, [1]);
        first.Kill9();
        using Peer second = Peer.Start("net-echo-server", endpoint.Port.ToString(CultureInfo.InvariantCulture));
        second.WaitForLine("tcp://");
        foreach (bool blocking in (bool[])[true, false])
            NetHelp.SameBytes([2], await CallUntilBack(client, blocking, [2]));
    }

    public static async Task A_call_under_way_fails_when_the_server_is_restarted_at_once()
    {
        // The new server answers pings before the old one's silence could tell.
        foreach (bool blocking in (bool[])[true, false])
        {
            using SemaphoreSlim started = new(0);
            RequestServer server = NetHelp.Serve(HangOnOne(started));
            Endpoint endpoint = server.Endpoint;
            await using RequestClient client = RequestClient.Connect(endpoint, s_patient);
            await NetHelp.CallEitherWay(client, blocking, [0]);
            Task<byte[]> call = NetHelp.CallEitherWay(client, blocking, [1]);
            await started.WaitAsync();
            await server.DisposeAsync();
            await using RequestServer second = RequestServer.Bind(endpoint, NetHelp.Echo, NetHelp.ServerOptions);
            Exception error = await Check.ThrowsAsync<Exception>(() => call);
            Check.True(error is PeerGoneException or RemoteException { Code: RemoteErrorCode.Stopped }, error.ToString());
            NetHelp.SameBytes([3], await CallUntilBack(client, blocking, [3]));
            Check.Equal(1, second.Counters.Served, "the call that failed must not run later");
        }
    }

    public static async Task A_call_waits_for_a_server_that_starts_later()
    {
        int port;
        await using (RequestServer probe = NetHelp.Serve(NetHelp.Echo))
            port = probe.Endpoint.Port;
        Endpoint endpoint = NetHelp.AnyPort.WithPort(port);
        await using RequestClient client = RequestClient.Connect(endpoint, NetHelp.QuickClientOptions);
        Task<byte[]>[] calls = [NetHelp.CallEitherWay(client, true, [1]), NetHelp.CallEitherWay(client, false, [1])];
        await Task.Delay(300);
        Check.True(calls.All(call => !call.IsCompleted));
        await using RequestServer server = RequestServer.Bind(endpoint, NetHelp.Echo, NetHelp.ServerOptions);
        foreach (Task<byte[]> call in calls)
            NetHelp.SameBytes([1], await call);
    }

    public static async Task A_call_to_nobody_fails_after_the_connect_timeout()
    {
        int port;
        await using (RequestServer probe = NetHelp.Serve(NetHelp.Echo))
            port = probe.Endpoint.Port;
        await using RequestClient client = RequestClient.Connect(
            NetHelp.AnyPort.WithPort(port), NetHelp.QuickClientOptions with { ConnectTimeout = TimeSpan.FromMilliseconds(300) });
        foreach (bool blocking in (bool[])[true, false])
        {
            PeerGoneException error = await Check.ThrowsAsync<PeerGoneException>(() => NetHelp.CallEitherWay(client, blocking, [1]));
            Check.Contains("ConnectTimeout=300 ms", error.Message);
        }
    }

    public static async Task The_calls_of_a_killed_client_are_cancelled()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using SemaphoreSlim started = new(0);
        await using RequestServer server = NetHelp.Serve(async (_, _, cancellation) =>
        {
            started.Release();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException)
            {
                cancelled.TrySetResult();
            }
        });
        using Peer client = Peer.Start("net-caller", server.Endpoint.ToString());
        await started.WaitAsync();
        Check.False(cancelled.Task.IsCompleted);
        client.Kill9();
        await cancelled.Task;
    }

    public static async Task A_quiet_call_outlives_many_heartbeats()
    {
        // The control of the scenarios above: silence of the handler is not silence of the server.
        await using RequestServer server =
            NetHelp.Serve(async (_, _, cancellation) => await Task.Delay(NetHelp.Heartbeat * 6, cancellation));
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.QuickClientOptions);
        foreach (bool blocking in (bool[])[true, false])
            await NetHelp.CallEitherWay(client, blocking, [1]);
        Check.Equal(2, server.Counters.Served);
    }

    private static RequestHandler HangOnOne(SemaphoreSlim started) => async (request, _, cancellation) =>
    {
        if (request.Span[0] == 1)
        {
            started.Release();
            await Task.Delay(Timeout.Infinite, cancellation);
        }
    };

    // The first calls may find the old connection: each fails by its own limits, then the new one is there.
    private static async Task<byte[]> CallUntilBack(RequestClient client, bool blocking, byte[] request)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await NetHelp.CallEitherWay(client, blocking, request);
            }
            catch (PeerGoneException) when (attempt < 10)
            {
            }
        }
    }
}
