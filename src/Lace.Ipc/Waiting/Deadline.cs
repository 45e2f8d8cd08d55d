namespace Lace.Ipc.Waiting;

/// <summary>Where on <see cref="MonotonicClock"/> a timeout ends; never, where it is infinite or beyond what the clock can say.</summary>
internal readonly record struct Deadline(long Ns)
{
    private const long NsPerTick = 1_000_000 / TimeSpan.TicksPerMillisecond;

    internal bool IsOver => LeftNs <= 0;

    internal long LeftNs => Ns == long.MaxValue ? long.MaxValue : Ns - MonotonicClock.NowNs;

    /// <summary>What is left, rounded up; infinite stays infinite.</summary>
    internal TimeSpan Left => Ns == long.MaxValue
        ? Timeout.InfiniteTimeSpan
        : new TimeSpan(Math.Max(0, LeftNs + NsPerTick - 1) / NsPerTick);

    internal static Deadline After(TimeSpan timeout)
    {
        long nowNs = MonotonicClock.NowNs;
        bool forever = timeout == Timeout.InfiniteTimeSpan || timeout.Ticks > (long.MaxValue - nowNs) / NsPerTick;
        return new Deadline(forever ? long.MaxValue : nowNs + Math.Max(0, timeout.Ticks) * NsPerTick);
    }
}
