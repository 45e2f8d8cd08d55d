using Lace.Bench.Cases;

namespace Lace.Bench.Processes;

/// <summary>What the command line decides.</summary>
internal sealed record Settings
{
    internal required string FloorsDirectory { get; init; }

    internal IReadOnlyList<Case> Cases { get; init; } = CaseTable.All;

    internal string? JsonPath { get; init; }

    /// <summary>Tenth of the counts, fewer rounds.</summary>
    internal bool Quick { get; init; }

    internal int Rounds { get; init; } = 7;

    internal int CpuA { get; init; }

    internal int CpuB { get; init; } = 1;

    /// <summary>"tiered": the runtime's default, with its profile. "full": each method compiled once, fully, without a profile.</summary>
    internal string Jit { get; init; } = "tiered";

    /// <summary>Tiered compilation takes a few hundred milliseconds of running to reach its last tier.</summary>
    internal int WarmUpMs => 800;

    /// <summary>Rates keep their counts: a run that is shorter than a time slice says nothing.</summary>
    internal long CountOf(Case each) =>
        Quick && each.Unit == "ns" && !each.ComparesRates ? Math.Max(each.Count / 10, each.Batch * 10) : each.Count;

    /// <exception cref="ArgumentException">An argument is not understood.</exception>
    internal static Settings Parse(ReadOnlySpan<string> arguments)
    {
        string floors = Environment.GetEnvironmentVariable("LACE_BENCH_FLOORS") ?? "bench/floors/bin";
        if (!File.Exists(Path.Combine(floors, Floor.PingPong.FileName)))
            throw new ArgumentException($"no floors in {floors}: run bench/run.sh, or name their folder in LACE_BENCH_FLOORS");

        Settings settings = new() { FloorsDirectory = floors };
        List<Case> cases = [];
        bool roundsGiven = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string option = arguments[i];
            if (!option.StartsWith("--", StringComparison.Ordinal))
            {
                cases.AddRange(Matching(option));
                continue;
            }

            if (option == "--quick")
            {
                settings = settings with { Quick = true, Rounds = roundsGiven ? settings.Rounds : 3 };
                continue;
            }

            if (++i == arguments.Length)
                throw new ArgumentException($"{option} needs a value");

            roundsGiven |= option == "--rounds";
            settings = WithOption(settings, option, arguments[i]);
        }

        return cases.Count == 0 ? settings : settings with { Cases = cases };
    }

    private static Settings WithOption(Settings settings, string option, string value) =>
        option switch
        {
            "--json" => settings with { JsonPath = value },
            "--rounds" when int.TryParse(value, out int rounds) && rounds > 0 => settings with { Rounds = rounds },
            "--jit" when value is "tiered" or "full" => settings with { Jit = value },
            "--cpus" when value.Split(',') is [var a, var b] && int.TryParse(a, out int cpuA) && int.TryParse(b, out int cpuB) =>
                settings with { CpuA = cpuA, CpuB = cpuB },
            _ => throw new ArgumentException($"not understood: {option} {value}"),
        };

    // A case, all sizes of a case, or every case that begins so.
    private static IEnumerable<Case> Matching(string id)
    {
        Case[] found = [.. CaseTable.All.Where(each => each.Id == id)];
        if (found.Length == 0)
            found = [.. CaseTable.All.Where(each => each.Id.StartsWith(id, StringComparison.Ordinal))];

        return found.Length > 0 ? found : [CaseTable.Find(id)];
    }
}
