using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;

namespace Lace.Bench.Cases;

/// <summary>A message to and fro over two rings or two topics, spinning.</summary>
/// <remarks>
/// <code>
///   +---+   P  ring or topic  S   +---+
///   | A | ----------------------> | B |     A times ping to pong; each P copies in, each S copies out
///   |   | &lt;---------------------- |   |     B sends back what it has copied out
///   +---+   S  ring or topic  P   +---+
/// </code>
/// Answer: A gets back its own bytes, with its sequence.
/// </remarks>
internal sealed class RoundTrip(string name, int sizeBytes, Func<Run, Link> open) : Case(name, sizeBytes)
{
    internal override long Count => ByBytes(small: 100_000, page: 20_000, megabyte: 1_000, frame: 200);

    internal override Measurement? Execute(Run run)
    {
        using Link link = open(run);
        link.AwaitPeer();
        return run.IsFirst ? Ping(link, run) : Pong(link);
    }

    private Measurement Ping(Link link, Run run)
    {
        Message sent = new(SizeBytes), got = new(SizeBytes);
        long sequence = 0;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < run.WarmUpMs)
        {
            TimeBatch(link, sent, got, sequence);
            got.CheckWhole(sent);
            sequence += Batch;
        }

        Samples samples = new(run.Count, Batch);
        for (long done = 0; done + Batch <= run.Count; done += Batch, sequence += Batch)
            samples.Add(TimeBatch(link, sent, got, sequence));

        Measurement measurement = samples.Finish();
        sent.Sequence = Message.Stop;
        Spin.Send(link.To, sent);
        Spin.Receive(link.From, got);
        return measurement;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long TimeBatch(Link link, Message sent, Message got, long sequence)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 1; i <= Batch; i++)
        {
            sent.Sequence = sequence + i;
            Spin.Send(link.To, sent);
            Spin.Receive(link.From, got);
            got.Check(sent, sequence + i);
        }

        return Stopwatch.GetTimestamp() - begin;
    }

    private Measurement? Pong(Link link)
    {
        Message message = new(SizeBytes);
        do
            Echo(link, message);
        while (message.Sequence != Message.Stop);

        // A leaves first, so that nothing is disposed under its last read.
        Spin.AwaitPeers(() => link.To.Subscribers == 0);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Echo(Link link, Message message)
    {
        Spin.Receive(link.From, message);
        Spin.Send(link.To, message);
    }
}
