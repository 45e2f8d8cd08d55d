using System.Diagnostics.CodeAnalysis;
using Lace.Scenarios;

namespace Lace.AotCheck;

/// <summary>The command line of the runner.</summary>
internal sealed record RunnerOptions
{
    internal const string Usage = "usage: Lace.AotCheck [--list] [--area NAME]... [--filter PART_OF_NAME]";

    internal bool List { get; private init; }

    internal IReadOnlyList<string> Areas { get; private init; } = [];

    internal string Filter { get; private init; } = "";

    internal static bool TryParse(string[] args, [NotNullWhen(true)] out RunnerOptions? options, [NotNullWhen(false)] out string? error)
    {
        RunnerOptions parsed = new();
        options = null;
        error = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--list":
                    parsed = parsed with { List = true };
                    break;
                case "--area" when i + 1 < args.Length && ScenarioCatalog.Areas.Contains(args[i + 1]):
                    parsed = parsed with { Areas = [.. parsed.Areas, args[++i]] };
                    break;
                case "--filter" when i + 1 < args.Length:
                    parsed = parsed with { Filter = args[++i] };
                    break;
                default:
                    error = $"not understood: {string.Join(' ', args[i..])}\n{Usage}\nareas: {string.Join(", ", ScenarioCatalog.Areas)}";
                    return false;
            }
        }

        options = parsed.Areas.Count > 0 ? parsed : parsed with { Areas = ScenarioCatalog.Areas };
        return true;
    }

    internal IEnumerable<Scenario> Scenarios() =>
        Areas.SelectMany(ScenarioCatalog.Scenarios).Where(each => each.FullName.Contains(Filter, StringComparison.OrdinalIgnoreCase));
}
