using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Lace.Ipc;

namespace Lace.Bench.Ends;

/// <summary>Sending and receiving without sleeping: the public TryX calls in a loop, with the floors' pause between them.</summary>
/// <remarks>
/// A look takes the line away from the one who is about to write it: without the pause the floor's round trip is a third longer.
/// </remarks>
internal static class Spin
{
    /// <summary>Copies in.</summary>
    internal static void Send(Publisher to, Message message)
    {
        while (!to.TryPublish(message.Bytes))
            Pause();
    }

    /// <summary>Copies out.</summary>
    internal static void Receive(Subscriber from, Message into)
    {
        Lease lease;
        while (!from.TryRead(out lease))
            Pause();

        lease.Payload.CopyTo(into.Bytes);
        lease.Dispose();
    }

    /// <summary>What the floors' pause_spin is.</summary>
    internal static void Pause()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else if (ArmBase.IsSupported)
            ArmBase.Yield();
    }

    /// <summary>Both sides attached; nothing is lost before.</summary>
    internal static void AwaitPeers(Func<bool> attached)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!attached())
        {
            if (Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(30))
                throw new TimeoutException("the other process did not attach within 30 s");

            Thread.Sleep(1);
        }
    }
}
