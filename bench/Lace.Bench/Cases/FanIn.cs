using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>Eight publishers in eight processes on one core, one subscriber on the other.</summary>
/// <remarks>
/// <code>
///   +----+  P
///   | B1 | ----\   eight    S  +---+
///   | .. | -----> lanes -----> | A |     A times what arrives from all of them
///   | B8 | ----/               +---+     a publisher whose lane is full lets the next one run
///   +----+  P
/// </code>
/// Answer: from every publisher each sequence once, in order.
/// </remarks>
internal sealed class FanIn(int sizeBytes) : Case("ring fan-in of 8", sizeBytes)
{
    private const int Publishers = 8;

    internal override bool ComparesRates => true;

    internal override long Count => 10_000_000;

    internal override int Batch => 100;

    internal override int Processes => 1 + Publishers;

    internal override Measurement? Execute(Run run) => run.IsFirst ? Receive(run) : Send(run);

    private Measurement Receive(Run run)
    {
        using RingSubscriber from = RingSubscriber.CreateOrOpen($"{run.Prefix}/ring", RingFor(SizeBytes, Publishers));
        Message got = new(SizeBytes);
        long[] sequences = new long[Publishers + 1];
        long begin = Stopwatch.GetTimestamp();
        Spin.AwaitPeers(() => from.Publishers == Publishers);
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < run.WarmUpMs)
            TimeBatch(from, got, sequences);

        Samples samples = new(run.Count, Batch);
        for (long done = 0; done + Batch <= run.Count; done += Batch)
            samples.Add(TimeBatch(from, got, sequences));

        return samples.Finish();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long TimeBatch(RingSubscriber from, Message got, long[] sequences)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < Batch; i++)
        {
            Spin.Receive(from, got);

            // The publisher's place is in the low bits, as no public member tells the lane.
            long publisher = got.Sequence & 0xF;
            if (++sequences[publisher] != got.Sequence >> 4)
                throw new InvalidDataException(
                    $"wrong answer: sequence of publisher {publisher}: expected {sequences[publisher]}, found {got.Sequence >> 4}");
        }

        return Stopwatch.GetTimestamp() - begin;
    }

    private Measurement? Send(Run run)
    {
        using RingPublisher to = RingPublisher.CreateOrOpen($"{run.Prefix}/ring", RingFor(SizeBytes, Publishers));
        Spin.AwaitPeers(() => to.Subscribers > 0);
        Message message = new(SizeBytes);
        long sequence = 0;
        while (TrySendBatch(to, message, run.Place, ref sequence))
        {
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TrySendBatch(RingPublisher to, Message message, int place, ref long sequence)
    {
        for (int i = 0; i < Batch; i++)
        {
            message.Sequence = (++sequence << 4) | (uint)place;
            for (int refusals = 0; !to.TryPublish(message.Bytes); refusals++)
            {
                // The subscriber leaves when it has what it counts; asking for it is a system call, so rarely.
                if (refusals % 64 == 63 && to.Subscribers == 0)
                    return false;

                Thread.Yield();
            }
        }

        return true;
    }
}
