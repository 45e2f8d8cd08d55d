using System.Text.Json;

namespace Lace.Bench.Measuring;

/// <summary>What one run of one floor or case gave.</summary>
/// <param name="P50">Median, in the case's unit for one message or round trip.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
/// <param name="PerSecond">How many were done in a second, over the whole run.</param>
/// <param name="AllocatedBytes">Managed bytes per message on the thread that measures; 0 for a floor.</param>
internal readonly record struct Measurement(double P50, double P99, double P999, double PerSecond, double AllocatedBytes)
{
    /// <summary>The line in which a process reports to the driver; floors print the same fields.</summary>
    internal void Print()
    {
        using Stream output = Console.OpenStandardOutput();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            json.WriteNumber("p50", P50);
            json.WriteNumber("p99", P99);
            json.WriteNumber("p999", P999);
            json.WriteNumber("per_second", PerSecond);
            json.WriteNumber("allocated", AllocatedBytes);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    internal static Measurement Parse(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        double Number(string name) => json.RootElement.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;
        return new Measurement(Number("p50"), Number("p99"), Number("p999"), Number("per_second"), Number("allocated"));
    }

    /// <summary>The median of each number by itself.</summary>
    internal static Measurement Median(IReadOnlyList<Measurement> runs) =>
        new(
            Percentiles.Median(runs.Select(static run => run.P50)),
            Percentiles.Median(runs.Select(static run => run.P99)),
            Percentiles.Median(runs.Select(static run => run.P999)),
            Percentiles.Median(runs.Select(static run => run.PerSecond)),
            runs.Count == 0 ? 0 : runs.Max(static run => run.AllocatedBytes));
}
