using System.Diagnostics;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>What a subscriber costs that waits while nothing comes.</summary>
/// <remarks>
/// <code>
///   +---+  P  ring  S  +---+
///   | B | -----------> | A |     B is attached and sends nothing; A sleeps in Wait and reads its process's processor time
///   +---+              +---+
/// </code>
/// Answer: the wait ends by its time-out alone.
/// </remarks>
internal sealed class Idle() : Case("idle parked waiter", 0)
{
    internal override string Unit => "% of a core";

    /// <summary>Milliseconds.</summary>
    internal override long Count => 5_000;

    internal override int Batch => 1;

    internal override Measurement? Execute(Run run)
    {
        RingOptions options = new();
        if (!run.IsFirst)
        {
            using RingPublisher to = RingPublisher.CreateOrOpen($"{run.Prefix}/ring", options);
            Spin.AwaitPeers(() => to.Subscribers > 0);
            Spin.AwaitPeers(() => to.Subscribers == 0);
            return null;
        }

        using RingSubscriber from = RingSubscriber.CreateOrOpen($"{run.Prefix}/ring", options);
        Spin.AwaitPeers(() => from.Publishers > 0);
        WaitInVain(from, TimeSpan.FromMilliseconds(run.WarmUpMs));
        TimeSpan before = ProcessorTime();
        long begin = Stopwatch.GetTimestamp();
        WaitInVain(from, TimeSpan.FromMilliseconds(run.Count));
        double percent = (ProcessorTime() - before) / Stopwatch.GetElapsedTime(begin) * 100;
        return new Measurement(percent, percent, percent, PerSecond: 0, AllocatedBytes: 0);
    }

    private static TimeSpan ProcessorTime() => System.Environment.CpuUsage.TotalTime;

    private static void WaitInVain(RingSubscriber from, TimeSpan timeout)
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) is var waited && waited < timeout)
        {
            // The peer's arrival may be noticed once.
            if (from.Wait(timeout - waited) == WaitResult.Ready)
                throw new InvalidDataException("wrong answer: something to read where nothing was sent");
        }
    }
}
