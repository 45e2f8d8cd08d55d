using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>A call over a request ring: the client's blocking call, a server that looks for requests without sleeping.</summary>
/// <remarks>
/// <code>
///   +--------+  request lane   +--------+
///   | client | --------------> | server |     the client times its calls; it looks for the reply before it would sleep
///   |        | &lt;-------------- |        |     the server replies with the request's bytes
///   +--------+   reply lane    +--------+
/// </code>
/// Answer: the client gets back its own bytes, with its sequence.
/// </remarks>
internal sealed class Request(int sizeBytes) : Case("request ring round trip", sizeBytes)
{
    internal override long Count => ByBytes(small: 100_000, page: 20_000, megabyte: 1_000, frame: 200);

    internal override Measurement? Execute(Run run) => run.IsFirst ? Call(run) : Serve(run);

    private Measurement Call(Run run)
    {
        using RequestRingClient client = RequestRingClient.OpenAsync($"{run.Prefix}/calls").GetAwaiter().GetResult();
        Spin.AwaitPeers(() => client.HasServer);
        Message sent = new(SizeBytes), got = new(SizeBytes);
        long sequence = 0;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < run.WarmUpMs)
        {
            TimeBatch(client, sent, got, sequence);
            got.CheckWhole(sent);
            sequence += Batch;
        }

        Samples samples = new(run.Count, Batch);
        for (long done = 0; done + Batch <= run.Count; done += Batch, sequence += Batch)
            samples.Add(TimeBatch(client, sent, got, sequence));

        Measurement measurement = samples.Finish();
        CallOnce(client, sent, got, Message.Stop);
        return measurement;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long TimeBatch(RequestRingClient client, Message sent, Message got, long sequence)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 1; i <= Batch; i++)
            CallOnce(client, sent, got, sequence + i);

        return Stopwatch.GetTimestamp() - begin;
    }

    private static void CallOnce(RequestRingClient client, Message sent, Message got, long sequence)
    {
        sent.Sequence = sequence;
        CallResult result = client.Call(sent.Bytes, TimeSpan.FromSeconds(10), out Lease reply);
        using (reply)
        {
            if (result != CallResult.Replied)
                throw new InvalidDataException($"wrong answer: call: expected {CallResult.Replied}, found {result}");

            reply.Payload.CopyTo(got.Bytes);
        }

        got.Check(sent, sequence);
    }

    private Measurement? Serve(Run run)
    {
        using RequestRingServer server = RequestRingServer.CreateOrOpen($"{run.Prefix}/calls", new RequestRingOptions { MaxClients = 1 });
        Message message = new(SizeBytes);
        do
        {
            ServeOne(server, message);
        }
        while (message.Sequence != Message.Stop);

        // Long enough for the client to read its last reply; it has left when its call lane answers no more.
        Thread.Sleep(50);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ServeOne(RequestRingServer server, Message message)
    {
        Ipc.Request request;
        while (!server.TryTake(out request))
            Spin.Pause();

        RequestId id = request.Id;
        using (request)
            request.Payload.CopyTo(message.Bytes);

        if (!server.TryReply(id, message.Bytes))
            throw new InvalidDataException("wrong answer: the client is gone");
    }
}
