using System.Text;
using Lace.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What a request ring promises: a reply to the caller, or a plain word about what is known.</summary>
public static class RequestRingScenarios
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static void A_call_gets_its_reply()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        using RequestRingServer server = RequestRingServer.CreateOrOpen(name);
        using RequestRingClient client = RequestRingClient.Open(name);
        using Served served = new(server);

        for (int i = 0; i < TestRun.Count(2_000, 200_000); i++)
        {
            string text = $"hello {i}";
            Check.Equal(CallResult.Replied, client.Call(Encoding.UTF8.GetBytes(text), s_long, out Lease reply));
            using (reply)
                Check.Equal($"{text}!", Encoding.UTF8.GetString(reply.Payload));
        }
    }

    public static void A_call_without_a_server_is_not_sent()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        RequestRingServer server = RequestRingServer.CreateOrOpen(name);
        using RequestRingClient client = RequestRingClient.Open(name);
        server.Dispose();

        Check.Equal(CallResult.NoServer, client.Call([1], s_long, out _));
    }

    public static void A_late_reply_is_not_taken_for_the_next_ones()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        using RequestRingServer server = RequestRingServer.CreateOrOpen(name);
        using RequestRingClient client = RequestRingClient.Open(name);
        Thread slow = new(() =>
        {
            Request first;
            while (!server.TryTake(out first))
                server.Wait(s_long);

            RequestId id = first.Id;
            first.Dispose();
            while (!server.TryTake(out Request second) || Answer(server, id, second))
                server.Wait(s_long);
        });
        slow.Start();

        Check.Equal(CallResult.TimedOut, client.Call([1], TimeSpan.FromMilliseconds(50), out _));
        Check.Equal(CallResult.Replied, client.Call([2], s_long, out Lease reply));
        Check.SequenceEqual<byte>([2], reply.Payload.ToArray());
        reply.Dispose();
        slow.Join();

        static bool Answer(RequestRingServer server, RequestId late, Request second)
        {
            Check.True(server.TryReply(late, [1]));
            Check.True(server.TryReply(second.Id, second.Payload));
            second.Dispose();
            return false;
        }
    }

    private sealed class Served : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;

        internal Served(RequestRingServer server)
        {
            _thread = new Thread(() => Run(server)) { Name = "request-server" };
            _thread.Start();
        }

        public void Dispose()
        {
            _stop.Cancel();
            _thread.Join();
        }

        private void Run(RequestRingServer server)
        {
            try
            {
                while (true)
                {
                    while (server.TryTake(out Request request))
                    {
                        server.TryReply(request.Id, [.. request.Payload, (byte)'!']);
                        request.Dispose();
                    }

                    server.Wait(Timeout.InfiniteTimeSpan, _stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The scenario is over.
            }
        }
    }
}
