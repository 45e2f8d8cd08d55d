using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>One publisher sends as fast as back pressure allows, message by message.</summary>
/// <remarks>
/// <code>
///   +---+  P   ring   S  +---+
///   | B | -------------> | A |     A times what arrives; P copies in and commits each, S copies out and releases each
///   +---+                +---+
/// </code>
/// Answer: every sequence once, in order.
/// </remarks>
internal sealed class OneWay(int sizeBytes) : Case("ring one way", sizeBytes)
{
    internal override bool ComparesRates => true;

    // Long enough that the two processes run side by side for most of it, whatever else the machine does.
    internal override long Count => ByBytes(small: 10_000_000, page: 400_000, megabyte: 2_000, frame: 300);

    internal override int Batch => SizeBytes <= 1024 ? 100 : 1;

    internal override Measurement? Execute(Run run) => run.IsFirst ? Receive(run) : Send(run);

    private Measurement Receive(Run run)
    {
        using RingSubscriber from = RingSubscriber.CreateOrOpen($"{run.Prefix}/ring", RingFor(SizeBytes));
        Message sent = new(SizeBytes), got = new(SizeBytes);
        long sequence = 0;
        while (true)
        {
            Spin.Receive(from, got);
            got.CheckWhole(sent);
            if (got.Sequence == Message.WarmUpEnds)
                break;

            got.Check(sent, --sequence);
        }

        Samples samples = new(run.Count, Batch);
        for (long done = 0; done + Batch <= run.Count; done += Batch)
            samples.Add(TimeBatch(from, sent, got, done));

        return samples.Finish();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long TimeBatch(RingSubscriber from, Message sent, Message got, long done)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 1; i <= Batch; i++)
        {
            Spin.Receive(from, got);
            got.Check(sent, done + i);
        }

        return Stopwatch.GetTimestamp() - begin;
    }

    private Measurement? Send(Run run)
    {
        using RingPublisher to = RingPublisher.CreateOrOpen($"{run.Prefix}/ring", RingFor(SizeBytes));
        Spin.AwaitPeers(() => to.Subscribers > 0);
        Message message = new(SizeBytes);

        // Warm-up messages count down from -1, so that nobody takes them for the timed ones.
        long begin = Stopwatch.GetTimestamp();
        long sequence = 0;
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < run.WarmUpMs)
            sequence = SendBatch(to, message, sequence, step: -1);

        message.Sequence = Message.WarmUpEnds;
        Spin.Send(to, message);
        for (sequence = 0; sequence + Batch <= run.Count;)
            sequence = SendBatch(to, message, sequence, step: 1);

        Spin.AwaitPeers(() => to.Subscribers == 0);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long SendBatch(RingPublisher to, Message message, long sequence, int step)
    {
        for (int i = 0; i < Batch; i++)
        {
            message.Sequence = sequence += step;
            Spin.Send(to, message);
        }

        return sequence;
    }
}
