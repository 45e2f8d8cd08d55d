using System.Globalization;
using Lace.Bench.Cases;
using Lace.Bench.Processes;
using Lace.Ipc;

namespace Lace.Bench.Measuring;

/// <summary>Runs pairs, one round of all cases after another, so that a bad minute does not fall on one case alone.</summary>
internal sealed class PairRunner(Settings settings)
{
    private const int PingCount = 20_000;
    private const int PingBatch = 8;
    private int _runs;

    internal IReadOnlyList<Result> RunAll()
    {
        Dictionary<Case, List<Pair>> pairs = settings.Cases.ToDictionary(static each => each, static _ => new List<Pair>());
        for (int round = 1; round <= settings.Rounds; round++)
        {
            foreach (Case each in settings.Cases)
            {
                Pair pair = RunPair(each);
                pairs[each].Add(pair);
                string line = $"round {round}/{settings.Rounds} {each.Id}: ping-pong {pair.PingBeforeNs:F0} and {pair.PingAfterNs:F0} ns, "
                    + $"ratio {pair.Ratio(each.ComparesRates):F2}{(pair.Counts ? "" : ", does not count")}";
                Console.Error.WriteLine(line);
            }
        }

        return [.. settings.Cases.Select(each => new Result(each, pairs[each]))];
    }

    private Pair RunPair(Case each)
    {
        double before = PingNs();
        Measurement? floor = each.Floor switch
        {
            Floor.Program program => RunFloor(each, program),
            Floor.Other other => RunCase(other.Case),
            _ => null,
        };
        Measurement measured = RunCase(each);
        return new Pair(before, PingNs(), floor, measured);
    }

    private double PingNs() => Child.RunFloor(settings, Floor.PingPong.FileName, sizeBytes: 8, PingCount, PingBatch, capacityBytes: 0).P50;

    private Measurement RunFloor(Case each, Floor.Program program)
    {
        Measurement one = Child.RunFloor(
            settings, program.FileName, each.SizeBytes, settings.CountOf(each), each.Batch, Case.RingFor(each.SizeBytes).CapacityBytes);
        return one with
        {
            P50 = one.P50 * program.Times,
            P99 = one.P99 * program.Times,
            P999 = one.P999 * program.Times,
            PerSecond = one.PerSecond / program.Times,
        };
    }

    private Measurement RunCase(Case each)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"lace-bench-{Environment.ProcessId}-{++_runs}");
        try
        {
            return Child.RunCase(settings, each, prefix);
        }
        finally
        {
            // A ring that still holds messages outlives its ends, as it should.
            foreach (SegmentInfo left in SegmentDirectory.List().Where(info => info.Name.StartsWith(prefix, StringComparison.Ordinal)))
                SegmentDirectory.Remove(left.Name);
        }
    }
}
