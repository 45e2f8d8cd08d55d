using Lace.Ipc;

namespace Lace.Net.Loops;

/// <summary>The monotonic clock in milliseconds, as timeouts count it.</summary>
internal static class NetClock
{
    internal static long NowMs => MonotonicClock.NowNs / 1_000_000;
}
