using Lace.Bench.Cases;

namespace Lace.Bench.Measuring;

/// <summary>All pairs of a case, and what follows from those that count; from all of them where none does.</summary>
internal sealed record Result(Case Case, IReadOnlyList<Pair> Pairs)
{
    internal int CountedPairs => Pairs.Count(static pair => pair.Counts);

    internal Measurement Measured => Measurement.Median([.. Used.Select(static pair => pair.Case)]);

    internal Measurement? Floor =>
        Used.Any(static pair => pair.Floor is null) ? null : Measurement.Median([.. Used.Select(static pair => pair.Floor!.Value)]);

    /// <summary>The median of the paired ratios, not the ratio of medians.</summary>
    internal double Ratio => Percentiles.Median(Used.Select(pair => pair.Ratio(Case.ComparesRates)));

    internal string Verdict => Case.Bar is not { } bar ? "" : CountedPairs == 0 ? "does not count" : bar.Holds(Ratio) ? "holds" : "FAILS";

    internal string FloorName => Case.Floor switch
    {
        Floor.Program program => program.Name,
        Floor.Other other => other.Case.Id,
        _ => "",
    };

    private IEnumerable<Pair> Used => CountedPairs == 0 ? Pairs : Pairs.Where(static pair => pair.Counts);
}
