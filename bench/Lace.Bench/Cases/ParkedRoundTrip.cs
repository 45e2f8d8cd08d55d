using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>A message to and fro over two rings; both sides sleep until it comes.</summary>
/// <remarks>
/// <code>
///   +---+  P  ring, wake  S  +---+
///   | A | -----------------> | B |     A times ping to pong: Wait, then TryRead
///   |   | &lt;----------------- |   |
///   +---+  S  ring, wake  P  +---+
/// </code>
/// A waiter looks for a while before it sleeps, unless there is one processor and so nobody to look for: the processes are told that
/// there is one. Answer: A gets back its own bytes, with its sequence.
/// </remarks>
internal sealed class ParkedRoundTrip(int sizeBytes) : Case("ring parked round trip", sizeBytes)
{
    internal override long Count => 5_000;

    internal override int Batch => 1;

    internal override IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["DOTNET_PROCESSOR_COUNT"] = "1" };

    internal override Measurement? Execute(Run run)
    {
        if (System.Environment.ProcessorCount != 1)
            throw new InvalidOperationException($"this case needs DOTNET_PROCESSOR_COUNT=1, found {System.Environment.ProcessorCount}");

        using Link link = Link.Rings(run, RingFor(SizeBytes));
        link.AwaitPeer();
        return run.IsFirst ? Ping(link, run) : Pong(link);
    }

    private Measurement Ping(Link link, Run run)
    {
        Message sent = new(SizeBytes), got = new(SizeBytes);
        long sequence = 0;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < run.WarmUpMs)
            TimeOne(link, sent, got, ++sequence);

        Samples samples = new(run.Count, Batch);
        for (long done = 0; done < run.Count; done++)
            samples.Add(TimeOne(link, sent, got, ++sequence));

        Measurement measurement = samples.Finish();
        sent.Sequence = Message.Stop;
        Spin.Send(link.To, sent);
        Receive(link.From, got);
        return measurement;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long TimeOne(Link link, Message sent, Message got, long sequence)
    {
        long begin = Stopwatch.GetTimestamp();
        sent.Sequence = sequence;
        Spin.Send(link.To, sent);
        Receive(link.From, got);
        long end = Stopwatch.GetTimestamp();
        got.Check(sent, sequence);
        return end - begin;
    }

    private Measurement? Pong(Link link)
    {
        Message message = new(SizeBytes);
        do
            Echo(link, message);
        while (message.Sequence != Message.Stop);

        Spin.AwaitPeers(() => link.To.Subscribers == 0);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Echo(Link link, Message message)
    {
        Receive(link.From, message);
        Spin.Send(link.To, message);
    }

    private static void Receive(Subscriber from, Message into)
    {
        Lease lease;
        while (!from.TryRead(out lease))
            from.Wait(Timeout.InfiniteTimeSpan);

        lease.Payload.CopyTo(into.Bytes);
        lease.Dispose();
    }
}
