using System.Globalization;
using Lace.Bench.Cases;
using Lace.Bench.Measuring;

namespace Lace.Bench.Reporting;

/// <summary>The readable form: what the hardware allows first, then the cases against it.</summary>
internal static class Table
{
    internal static void Print(IReadOnlyList<Result> results, string machine)
    {
        double pingNs = Percentiles.Median(results.SelectMany(static each => each.Pairs).Select(static pair => pair.PingBeforeNs));
        Console.WriteLine($"machine: {machine}");
        Console.WriteLine($"bare ping-pong, 8 B: {Time(pingNs)}");
        Console.WriteLine();
        Console.WriteLine($"{"speed of light",-26} {"size",9} {"p50",9} {"p99",9} {"p99.9",9} {"per second",11}");
        IEnumerable<Result> floors = results.Where(static each => each.Case.Floor is Floor.Program)
            .DistinctBy(static each => (each.FloorName, each.Case.SizeBytes));
        foreach (Result result in floors)
            Console.WriteLine(Numbers(result.FloorName, result.Case.SizeBytes, result.Floor!.Value));

        Console.WriteLine();
        string head = $"{"case",-26} {"size",9} {"p50",9} {"p99",9} {"p99.9",9} {"per second",11}";
        Console.WriteLine($"{head} {"ratio",7} {"bar",8}  {"verdict",-14} {"B/msg",6} {"pairs",6}  floor");
        foreach (Result result in results)
            Console.WriteLine(Row(result));

        Console.WriteLine();
        Console.WriteLine("Ratio: median over adjacent pairs, of rates (one way, fan-in) or of p50. B/msg: managed bytes allocated.");
        Console.WriteLine("Pairs: counted/all; bare ping-pong around a counted one: 80 to 200 ns. Where none counts, all are used.");
        foreach (string missing in CaseTable.NotYet)
            Console.WriteLine($"not yet: {missing}");
    }

    private static string Row(Result result)
    {
        Case each = result.Case;
        Measurement measured = result.Measured;
        string numbers = each.Unit == "ns"
            ? Numbers(each.Name, each.SizeBytes, measured)
            : $"{each.Name,-26} {"",9} {Number("F2", measured.P50),9} {each.Unit,-31}";
        string ratio = result.Floor is null ? "" : Number("F2", result.Ratio);
        string pairs = $"{result.CountedPairs}/{result.Pairs.Count}";
        string allocated = Number("F1", measured.AllocatedBytes);
        return $"{numbers} {ratio,7} {each.Bar?.ToString(),8}  {result.Verdict,-14} {allocated,6} {pairs,6}  {result.FloorName}";
    }

    private static string Numbers(string name, int sizeBytes, Measurement each) =>
        $"{name,-26} {Size(sizeBytes),9} {Time(each.P50),9} {Time(each.P99),9} {Time(each.P999),9} {Rate(each.PerSecond),11}";

    private static string Size(int bytes) =>
        bytes switch
        {
            1 << 20 => "1 MiB",
            >= 1_000_000 => $"{Number("F1", bytes / 1e6)} MB",
            >= 1024 => $"{bytes / 1024} KiB",
            _ => $"{bytes} B",
        };

    private static string Time(double ns) =>
        ns switch
        {
            >= 1e6 => $"{Number("F2", ns / 1e6)} ms",
            >= 1e4 => $"{Number("F1", ns / 1e3)} us",
            >= 1e3 => $"{Number("F2", ns / 1e3)} us",
            >= 100 => $"{Number("F0", ns)} ns",
            _ => $"{Number("F1", ns)} ns",
        };

    private static string Rate(double perSecond) =>
        perSecond switch
        {
            >= 1e6 => $"{Number("F2", perSecond / 1e6)} M",
            >= 1e3 => $"{Number("F1", perSecond / 1e3)} k",
            _ => Number("F0", perSecond),
        };

    private static string Number(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
