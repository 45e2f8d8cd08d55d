using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>A whole slot to and fro over two topics, of which only the first 8 bytes are written and read.</summary>
/// <remarks>
/// <code>
///   +---+  P  claim SIZE, write 8  S  +---+
///   | A | --------------------------> | B |     A times ping to pong: what a hand-over costs when nothing is copied
///   |   | &lt;-------------------------- |   |
///   +---+  S  read 8      P           +---+
/// </code>
/// Answer: the sequence that was sent, in a message of SIZE bytes.
/// </remarks>
internal sealed class HandOver(int sizeBytes) : Case("topic hand-over", sizeBytes)
{
    internal override long Count => 100_000;

    internal override int Batch => 8;

    internal override Measurement? Execute(Run run)
    {
        using Link link = Link.Topics(run, new TopicOptions { SlotSizeBytes = SizeBytes, MaxSubscribers = 1 });
        link.AwaitPeer();
        return run.IsFirst ? Ping(link, run) : Pong(link);
    }

    private Measurement Ping(Link link, Run run)
    {
        long sequence = 0;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalMilliseconds < run.WarmUpMs)
        {
            TimeBatch(link, sequence);
            sequence += Batch;
        }

        Samples samples = new(run.Count, Batch);
        for (long done = 0; done + Batch <= run.Count; done += Batch, sequence += Batch)
            samples.Add(TimeBatch(link, sequence));

        Measurement measurement = samples.Finish();
        Send(link.To, Message.Stop);
        Receive(link.From);
        return measurement;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long TimeBatch(Link link, long sequence)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 1; i <= Batch; i++)
        {
            Send(link.To, sequence + i);
            long got = Receive(link.From);
            if (got != sequence + i)
                throw new InvalidDataException($"wrong answer: sequence: expected {sequence + i}, found {got}");
        }

        return Stopwatch.GetTimestamp() - begin;
    }

    private Measurement? Pong(Link link)
    {
        long sequence;
        do
        {
            sequence = Receive(link.From);
            Send(link.To, sequence);
        }
        while (sequence != Message.Stop);

        Spin.AwaitPeers(() => link.To.Subscribers == 0);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Send(Publisher to, long sequence)
    {
        if (!to.TryClaim(SizeBytes, out Claim claim))
            throw new InvalidDataException("wrong answer: a topic refused a claim");

        BinaryPrimitives.WriteInt64LittleEndian(claim.Payload, sequence);
        claim.Commit();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long Receive(Subscriber from)
    {
        Lease lease;
        while (!from.TryRead(out lease))
            Spin.Pause();

        using (lease)
        {
            if (lease.Payload.Length != SizeBytes)
                throw new InvalidDataException($"wrong answer: size: expected {SizeBytes}, found {lease.Payload.Length}");

            return BinaryPrimitives.ReadInt64LittleEndian(lease.Payload);
        }
    }
}
