using Lace.Ipc;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>What is known of a call when its server or its client is killed.</summary>
public static class RequestDeathScenarios
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static void A_call_whose_server_is_killed_ends_as_OutcomeUnknown_and_no_later_server_runs_it()
    {
        foreach (bool taken in new[] { true, false })
        {
            string name = ScenarioDirectory.SegmentName(taken ? "taken" : "waiting");
            using Peer first = Crash.StartAttached(IpcEnd.RequestServer, name);
            using ClientEnd client = (ClientEnd)IpcEnd.Open(IpcEnd.RequestClient, name);
            if (taken)
                first.Send("take");

            Task<CallResult> call = Task.Factory.StartNew(() => client.Call(1), TaskCreationOptions.LongRunning);
            if (taken)
                first.WaitForLine("taken");
            else
                Check.Eventually(() => HasRequest(name));

            first.Kill9();
            Check.Equal(CallResult.OutcomeUnknown, call.GetAwaiter().GetResult());
            Check.Equal(CallResult.NoServer, client.Call(2));

            using ServerEnd second = (ServerEnd)IpcEnd.Open(IpcEnd.RequestServer, name);
            Check.False(second.Server.TryTake(out _));
            second.Answer(client, 3);
        }
    }

    public static void A_server_that_comes_while_a_call_waits_for_its_dead_predecessor_does_not_run_it()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        using Peer first = Crash.StartAttached(IpcEnd.RequestServer, name);
        using ClientEnd client = (ClientEnd)IpcEnd.Open(IpcEnd.RequestClient, name);
        Task<CallResult> call = Task.Factory.StartNew(() => client.Call(1), TaskCreationOptions.LongRunning);
        Check.Eventually(() => HasRequest(name));
        first.Kill9();
        using ServerEnd second = (ServerEnd)IpcEnd.Open(IpcEnd.RequestServer, name);

        Check.Equal(CallResult.OutcomeUnknown, call.GetAwaiter().GetResult());
        Check.False(second.Server.TryTake(out _));
    }

    public static void A_request_of_a_client_that_is_gone_is_not_run()
    {
        foreach (string end in new[] { "reaped", "replaced" })
        {
            string name = ScenarioDirectory.SegmentName(end);
            using ServerEnd server = (ServerEnd)IpcEnd.Create(IpcEnd.RequestServer, name);
            using (Peer client = Crash.StartAttached(IpcEnd.RequestClient, name))
            {
                client.Send("call 1");
                Check.Eventually(() => server.Server.Wait(s_long) == WaitResult.Ready);
                client.Kill9();
            }

            using IpcEnd? successor = end == "replaced" ? IpcEnd.Open(IpcEnd.RequestClient, name) : null;
            if (successor is null)
            {
                // Ready for the old request, the server does not wait; another client's call is what finds the dead.
                using ClientEnd other = (ClientEnd)IpcEnd.Open(IpcEnd.RequestClient, name);
                Check.Equal(CallResult.TimedOut, other.Call(5, TimeSpan.FromMilliseconds(250)));
            }

            Check.False(server.Server.TryTake(out _));
        }
    }

    public static void A_reply_to_a_client_that_is_gone_is_not_sent_to_its_successor()
    {
        string name = ScenarioDirectory.SegmentName("calls");
        using ServerEnd server = (ServerEnd)IpcEnd.Create(IpcEnd.RequestServer, name);
        RequestId id;
        using (Peer client = Crash.StartAttached(IpcEnd.RequestClient, name))
        {
            client.Send("call 1");
            Request request;
            while (!server.Server.TryTake(out request))
                server.Server.Wait(s_long);

            id = request.Id;
            request.Dispose();
            client.Kill9();
        }

        using ClientEnd successor = (ClientEnd)IpcEnd.Open(IpcEnd.RequestClient, name);
        Check.Equal(1, Crash.Look(name).Live - 1, "the successor has the only client place that was ever used");
        Check.False(server.Server.TryReply(id, [1, 2, 3]));
        server.Answer(successor, 4);
    }

    private static bool HasRequest(string name)
    {
        using RawSegment raw = new(name);
        return raw.Int32(raw.BodyOffset + Lace.Ipc.Rings.LaneLayout.Records).LoadAcquire() != 0;
    }
}
