using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using Lace.Net;

namespace Lace.Scenarios.Net;

/// <summary>What request and reply over tcp promises, whichever way it is called.</summary>
public static class RequestScenarios
{
    public static async Task Each_caller_gets_the_answer_to_its_own_request()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        int calls = TestRun.Count(500, 20_000);
        Task[] callers = [.. Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < calls; i++)
            {
                byte[] request = new byte[8 + ((caller * 997 + i * 31) % 5000)];
                BinaryPrimitives.WriteInt32LittleEndian(request, caller);
                BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), i);
                byte[] reply = caller % 2 == 0 ? NetHelp.Call(client, request) : await NetHelp.CallAsync(client, request);
                NetHelp.SameBytes(request, reply);
            }
        }))];
        await Task.WhenAll(callers);
        Check.Equal(8L * calls, server.Counters.Served);
        Check.Equal(0, server.Counters.Malformed);
    }

    public static async Task Large_and_empty_messages_arrive_whole()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        foreach (int size in (int[])[0, 1, 29, 30, 33, 34, 4096, 8192, 6_000_000])
        {
            byte[] request = new byte[size];
            new Random(size).NextBytes(request);
            NetHelp.SameBytes(request, NetHelp.Call(client, request));
            NetHelp.SameBytes(request, await NetHelp.CallAsync(client, request));
        }
    }

    public static async Task Many_names_share_one_port()
    {
        await using RequestServer echo = NetHelp.Serve(NetHelp.Echo);
        await using RequestServer length = RequestServer.Bind(echo.Endpoint.WithName("test/length"), (request, reply, _) =>
        {
            BinaryPrimitives.WriteInt32LittleEndian(reply.GetSpan(4), request.Length);
            reply.Advance(4);
            return ValueTask.CompletedTask;
        }, NetHelp.ServerOptions);
        Check.Equal(echo.Endpoint.Port, length.Endpoint.Port);
        await using RequestClient echoClient = RequestClient.Connect(echo.Endpoint, NetHelp.ClientOptions);
        await using RequestClient lengthClient = RequestClient.Connect(length.Endpoint, NetHelp.ClientOptions);
        NetHelp.SameBytes([1, 2, 3], NetHelp.Call(echoClient, [1, 2, 3]));
        NetHelp.SameBytes([3, 0, 0, 0], NetHelp.Call(lengthClient, [1, 2, 3]));
        await echo.DisposeAsync();
        NetHelp.SameBytes([1, 0, 0, 0], NetHelp.Call(lengthClient, [1]));
    }

    public static async Task Handlers_run_at_the_same_time_up_to_the_limit_and_never_beyond()
    {
        int running = 0, most = 0;
        using Barrier together = new(4);
        await using RequestServer server = NetHelp.Serve(
            (_, _, _) =>
            {
                int now = Interlocked.Increment(ref running);
                int before;
                while ((before = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, before) != before)
                {
                }

                // Returns only when four handlers are here: fewer at once would hang, and the watchdog would tell.
                together.SignalAndWait();
                Interlocked.Decrement(ref running);
                return ValueTask.CompletedTask;
            },
            NetHelp.ServerOptions with { MaxConcurrency = 4, MaxConcurrencyPerClient = 4 });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => NetHelp.CallAsync(client, [1])));
        Check.Equal(4, most);
    }

    public static async Task One_clients_slow_calls_never_delay_another_client()
    {
        using SemaphoreSlim slow = new(0);
        await using RequestServer server = NetHelp.Serve(
            (request, _, cancellation) =>
            {
                // Blocks its thread on purpose: that is how a slow handler often is.
                if (request.Span[0] == 1)
                    slow.Wait(cancellation);
                return ValueTask.CompletedTask;
            },
            NetHelp.ServerOptions with { MaxConcurrency = 4, MaxConcurrencyPerClient = 2 });
        await using RequestClient slowClient = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        await using RequestClient quickClient = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        Task<byte[]>[] slowCalls = [.. Enumerable.Range(0, 20).Select(_ => NetHelp.CallAsync(slowClient, [1]))];

        // None of the slow calls ends before all of these have: an answer proves that it did not wait for them.
        for (int i = 0; i < 50; i++)
            NetHelp.Call(quickClient, [0]);
        Check.True(slowCalls.All(call => !call.IsCompleted));
        slow.Release(20);
        await Task.WhenAll(slowCalls);
    }

    public static async Task An_exception_of_the_handler_travels_as_an_error()
    {
        await using RequestServer server = NetHelp.Serve(async (request, _, _) =>
        {
            if (request.Span[0] == 1)
                await Task.Yield();
            throw new InvalidDataException("the arm is folded: joint=3");
        });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        foreach (bool blocking in (bool[])[true, false])
        {
            foreach (byte late in (byte[])[0, 1])
            {
                RemoteException error = await Check.ThrowsAsync<RemoteException>(() => NetHelp.CallEitherWay(client, blocking, [late]));
                Check.Equal("the arm is folded: joint=3", error.Message);
                Check.Equal(RemoteErrorCode.HandlerFailed, error.Code);
            }
        }
    }

    public static async Task A_name_that_nobody_serves_is_said_so_at_once()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        await using RequestClient client = RequestClient.Connect(server.Endpoint.WithName("test/other"), NetHelp.ClientOptions);
        foreach (bool blocking in (bool[])[true, false])
        {
            RemoteException error = await Check.ThrowsAsync<RemoteException>(() => NetHelp.CallEitherWay(client, blocking, [0]));
            Check.Equal(RemoteErrorCode.NoSuchName, error.Code);
            Check.Contains("test/other", error.Message);
        }
    }

    public static async Task A_call_without_an_answer_times_out_and_its_handler_is_cancelled()
    {
        foreach (bool blocking in (bool[])[true, false])
        {
            TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using RequestServer server = NetHelp.Serve(WaitForCancellation(cancelled));
            await using RequestClient client =
                RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions with { Timeout = TimeSpan.FromMilliseconds(400) });
            long start = Stopwatch.GetTimestamp();
            TimeoutException error = await Check.ThrowsAsync<TimeoutException>(() => NetHelp.CallEitherWay(client, blocking, [1]));
            Check.Contains("400 ms", error.Message);
            Check.AtLeast(390, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await cancelled.Task;
        }
    }

    public static async Task A_cancelled_call_ends_and_cancels_its_handler()
    {
        foreach (bool blocking in (bool[])[true, false])
        {
            TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            RequestHandler wait = WaitForCancellation(cancelled);
            await using RequestServer server = NetHelp.Serve((request, reply, cancellation) =>
            {
                if (request.Length == 0)
                    return ValueTask.CompletedTask;
                started.SetResult();
                return wait(request, reply, cancellation);
            });
            await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
            using CancellationTokenSource cancel = new();
            Task<byte[]> call = NetHelp.CallEitherWay(client, blocking, [1], cancel.Token);
            await started.Task;
            cancel.Cancel();
            await Check.ThrowsAsync<OperationCanceledException>(() => call);
            await cancelled.Task;
            Check.Equal(0, (await NetHelp.CallEitherWay(client, blocking, [])).Length);
        }
    }

    public static async Task A_client_that_has_too_many_calls_waiting_is_told_that_the_server_is_busy()
    {
        using SemaphoreSlim go = new(0);
        await using RequestServer server = NetHelp.Serve(
            (_, _, cancellation) => new ValueTask(go.WaitAsync(cancellation)),
            NetHelp.ServerOptions with { MaxConcurrency = 1, MaxWaitingPerClient = 3 });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        Task<byte[]>[] calls = [.. Enumerable.Range(0, 5).Select(_ => NetHelp.CallAsync(client, [1]))];
        RemoteException error = await Check.ThrowsAsync<RemoteException>(() => calls[4]);
        Check.Equal(RemoteErrorCode.Busy, error.Code);
        go.Release(4);
        await Task.WhenAll(calls[..4]);
    }

    public static async Task A_request_or_reply_that_is_too_large_is_refused_with_both_sizes()
    {
        await using RequestServer server = NetHelp.Serve(
            (request, reply, _) =>
            {
                int size = BinaryPrimitives.ReadInt32LittleEndian(request.Span);
                reply.GetSpan(size);
                reply.Advance(size);
                return ValueTask.CompletedTask;
            },
            NetHelp.ServerOptions with { MaxMessageBytes = 1000 });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions with { MaxMessageBytes = 1000 });
        Check.Contains("1001", Check.Throws<ArgumentException>(() => NetHelp.Call(client, new byte[1001])).Message);
        byte[] tooLarge = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(tooLarge, 5000);
        Check.Contains("MaxMessageBytes=1000", Check.Throws<RemoteException>(() => NetHelp.Call(client, tooLarge)).Message);
        BinaryPrimitives.WriteInt32LittleEndian(tooLarge, 1000);
        Check.Equal(1000, NetHelp.Call(client, tooLarge).Length);
    }

    public static async Task Disposing_the_client_ends_its_calls()
    {
        foreach (bool blocking in (bool[])[true, false])
        {
            using SemaphoreSlim started = new(0);
            TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
            RequestHandler wait = WaitForCancellation(cancelled);
            await using RequestServer server = NetHelp.Serve((request, reply, cancellation) =>
            {
                started.Release();
                return wait(request, reply, cancellation);
            });
            RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
            Task<byte[]> call = NetHelp.CallEitherWay(client, blocking, [1]);
            await started.WaitAsync();
            await client.DisposeAsync();
            await Check.ThrowsAsync<ObjectDisposedException>(() => call);
            await Check.ThrowsAsync<ObjectDisposedException>(() => NetHelp.CallEitherWay(client, blocking, [1]));
            await cancelled.Task;
        }
    }

    public static async Task Disposing_the_server_cancels_its_handlers_and_fails_the_calls()
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RequestHandler wait = WaitForCancellation(cancelled);
        RequestServer server = NetHelp.Serve((request, reply, cancellation) =>
        {
            started.SetResult();
            return wait(request, reply, cancellation);
        });
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        Task<byte[]> call = NetHelp.CallAsync(client, [1]);
        await started.Task;
        await server.DisposeAsync();
        Check.True(cancelled.Task.IsCompleted);
        Exception error = await Check.ThrowsAsync<Exception>(() => call);
        Check.True(error is PeerGoneException or RemoteException { Code: RemoteErrorCode.Stopped }, error.ToString());
    }

    public static async Task A_warm_blocking_call_allocates_nothing_on_its_callers_thread()
    {
        await using RequestServer server = NetHelp.Serve(NetHelp.Echo);
        await using RequestClient client = RequestClient.Connect(server.Endpoint, NetHelp.ClientOptions);
        byte[] request = new byte[64];
        ArrayBufferWriter<byte> reply = new(64);
        for (int i = 0; i < 200; i++)
            Call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Call();
        Check.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Call()
        {
            reply.ResetWrittenCount();
            client.Request(request, reply);
        }
    }

    private static RequestHandler WaitForCancellation(TaskCompletionSource cancelled) => async (_, _, cancellation) =>
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            cancelled.TrySetResult();
            throw;
        }
    };
}
