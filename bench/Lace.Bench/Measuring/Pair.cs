using Lace.Bench.Cases;

namespace Lace.Bench.Measuring;

/// <summary>A case and its floor, measured directly after one another, with the bare ping-pong before and after them.</summary>
internal sealed record Pair(double PingBeforeNs, double PingAfterNs, Measurement? Floor, Measurement Case)
{
    private const double UsualMinNs = 80;
    private const double UsualMaxNs = 200;

    /// <summary>
    /// Whether the two processors were where they usually are, one cache between them, before and after: a host may move them, to
    /// sibling threads or far apart, and then floor and case may have met different machines.
    /// </summary>
    internal bool Counts => IsUsual(PingBeforeNs) && IsUsual(PingAfterNs);

    internal double Ratio(bool ofRates) =>
        Floor is not { } floor ? Case.P50 : ofRates ? Case.PerSecond / floor.PerSecond : Case.P50 / floor.P50;

    private static bool IsUsual(double pingNs) => pingNs is >= UsualMinNs and <= UsualMaxNs;
}
