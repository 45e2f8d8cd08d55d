using System.Diagnostics;

namespace Lace.Ipc;

/// <summary>The clock of every time in Lace: CLOCK_MONOTONIC, the same for all processes of a host, unmoved by clock settings.</summary>
public static class MonotonicClock
{
    /// <summary>Nanoseconds since an arbitrary point before this host's boot ended. Threads: any. Cost: no system call.</summary>
    public static long NowNs => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);
}
