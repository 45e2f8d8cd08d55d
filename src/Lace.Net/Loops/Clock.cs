using System.Diagnostics;

namespace Lace.Net.Loops;

/// <summary>CLOCK_MONOTONIC in nanoseconds, which is what Stopwatch counts on Linux.</summary>
internal static class Clock
{
    internal static long NowNs => Stopwatch.GetTimestamp();

    internal static long NowMs => NowNs / 1_000_000;
}
