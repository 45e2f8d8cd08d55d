using System.Text.Json;
using Lace.Bench.Measuring;

namespace Lace.Bench.Reporting;

/// <summary>One object a line, so that others can check the numbers.</summary>
internal static class JsonLines
{
    internal static void Write(string path, IEnumerable<Result> results, string machine)
    {
        using FileStream file = File.Create(path);
        foreach (Result result in results)
        {
            using (Utf8JsonWriter json = new(file))
                Write(json, result, machine);

            file.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, Result result, string machine)
    {
        Measurement measured = result.Measured;
        bool rates = result.Case.ComparesRates;
        json.WriteStartObject();
        json.WriteString("name", result.Case.Name);
        json.WriteNumber("size", result.Case.SizeBytes);
        json.WriteString("unit", result.Case.Unit);
        json.WriteNumber("p50", Round(measured.P50));
        json.WriteNumber("p99", Round(measured.P99));
        json.WriteNumber("p999", Round(measured.P999));
        json.WriteNumber("per_second", Round(measured.PerSecond));
        WriteFloor(json, result.Floor, rates);
        json.WriteString("floor_name", result.FloorName);
        json.WriteNumber("ratio", Math.Round(result.Ratio, 4));
        json.WriteString("ratio_of", rates ? "per_second" : "p50");
        json.WriteString("bar", result.Case.Bar?.ToString());
        json.WriteString("verdict", result.Verdict);
        json.WriteNumber("allocated_per_message", measured.AllocatedBytes);
        json.WriteNumber("pairs", result.Pairs.Count);
        json.WriteNumber("pairs_counted", result.CountedPairs);
        json.WriteNumber("batch", result.Case.Batch);
        json.WriteString("machine", machine);
        json.WriteStartArray("runs");
        foreach (Pair pair in result.Pairs)
            WritePair(json, pair, rates);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFloor(Utf8JsonWriter json, Measurement? floor, bool rates)
    {
        if (floor is not { } number)
        {
            json.WriteNull("floor");
            return;
        }

        json.WriteNumber("floor", Round(rates ? number.PerSecond : number.P50));
        json.WriteNumber("floor_p99", Round(number.P99));
        json.WriteNumber("floor_p999", Round(number.P999));
    }

    private static void WritePair(Utf8JsonWriter json, Pair pair, bool rates)
    {
        json.WriteStartObject();
        json.WriteNumber("ping_before", Round(pair.PingBeforeNs));
        json.WriteNumber("ping_after", Round(pair.PingAfterNs));
        if (pair.Floor is { } floor)
            json.WriteNumber("floor", Round(rates ? floor.PerSecond : floor.P50));

        json.WriteNumber("case", Round(rates ? pair.Case.PerSecond : pair.Case.P50));
        json.WriteEndObject();
    }

    private static double Round(double value) => Math.Round(value, 1);
}
