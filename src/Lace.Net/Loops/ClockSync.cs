using Lace.Net.Wire;

namespace Lace.Net.Loops;

/// <summary>
/// The other side's clock against ours, from the four times of each ping: NTP's formula, the least uncertain of the last 16
/// samples.
/// </summary>
internal sealed class ClockSync
{
    private const int SampleCountMax = 16;

    // How fast two quartz clocks may part: an old sample loses worth by that much.
    private const long DriftPerMillion = 200;

    private readonly (long OffsetNs, long UncertaintyNs, long AtNs)[] _samples = new (long, long, long)[SampleCountMax];
    private long _count;

    internal bool HasSample => _count > 0;

    /// <summary>Their clock minus ours, in ns, and how wrong that may be.</summary>
    internal (long OffsetNs, long UncertaintyNs) Best(long nowNs)
    {
        (long OffsetNs, long UncertaintyNs) best = (0, long.MaxValue);
        for (int i = 0; i < Math.Min(_count, SampleCountMax); i++)
        {
            long uncertaintyNs = _samples[i].UncertaintyNs + (Math.Max(0, nowNs - _samples[i].AtNs) / 1_000_000 * DriftPerMillion);
            if (uncertaintyNs < best.UncertaintyNs)
                best = (_samples[i].OffsetNs, uncertaintyNs);
        }

        return best;
    }

    /// <summary>Takes a PONG that arrived at <paramref name="nowNs"/>. False: its times cannot be.</summary>
    internal bool Add(in PongFrame pong, long nowNs)
    {
        // Wide enough: hostile times must not overflow into a plausible sample.
        Int128 there = (Int128)pong.SentNs - pong.PingReceivedNs;
        Int128 around = (Int128)nowNs - pong.PingSentNs;
        Int128 offset = ((Int128)pong.PingReceivedNs - pong.PingSentNs + pong.SentNs - nowNs) / 2;
        if (there < 0 || around < there || offset > long.MaxValue || offset < long.MinValue || around > long.MaxValue)
            return false;
        _samples[_count++ % SampleCountMax] = ((long)offset, (long)((around - there) / 2), nowNs);
        return true;
    }

    internal void Clear() => _count = 0;
}
