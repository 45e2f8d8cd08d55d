using System.Diagnostics;
using Lace.Ipc;

namespace Lace.Bench.Ends;

/// <summary>Sending and receiving without sleeping: nothing but the public TryX calls in a loop.</summary>
internal static class Spin
{
    /// <summary>Copies in.</summary>
    internal static void Send(Publisher to, Message message)
    {
        while (!to.TryPublish(message.Bytes))
        {
        }
    }

    /// <summary>Copies out.</summary>
    internal static void Receive(Subscriber from, Message into)
    {
        Lease lease;
        while (!from.TryRead(out lease))
        {
        }

        lease.Payload.CopyTo(into.Bytes);
        lease.Dispose();
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
