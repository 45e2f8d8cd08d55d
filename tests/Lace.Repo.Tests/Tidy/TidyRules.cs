using System.Text.RegularExpressions;

namespace Lace.Repo.Tests.Tidy;

/// <summary>Style that a machine can check. Bad samples are put together from halves, or this file would break its own rules.</summary>
public static partial class TidyRules
{
    private const int MaxLineLength = 140;
    private const int MaxSourceLines = 400;

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<TidyRule> All { get; } =
    [
        TidyRule.OfLines($"a line of C# has at most {MaxLineLength} characters", RepoPath.IsCSharp, line => line.Length > MaxLineLength,
            "a.cs", new string('x', 141)),
        TidyRule.OfLines("no tab (only the solution file has them)", IsNotSolution,
            line => line.Contains('\t'), "a.md", "\tx"),
        TidyRule.OfLines("lines end with LF alone", _ => true, line => line.EndsWith('\r'), "a.cs", "int x;\r"),
        new("a file ends with a line end", _ => true, MissingLastLineEnd, "a.cs", "int x;"),
        TidyRule.OfLines("nothing is left for later in the text: file an issue", _ => true, Later().IsMatch, "a.cs", "// TO" + "DO: more"),
        new("unsafe code lives in src/*/Memory and src/*/Native", IsSafeFolder, UnsafeCode,
            "src/Lace.Ipc/Rings/A.cs", "unsafe { fixed (byte* p = x) { } }"),
        new($"a source file has at most {MaxSourceLines} lines, unless it is a table and named so (*Table.cs)", IsSource, TooLong,
            "src/A.cs", new string('\n', 401)),
        TidyRule.OfLines("no path of one machine", _ => true, MachinePath().IsMatch, "a.md", "see /ho" + "me/someone/x"),
        TidyRule.OfLines("no package registry is named: the user's own configuration decides", _ => true, Registry().IsMatch,
            "a.md", "https://api.nu" + "get.org/v3"),
        new("a page has exactly one title", RepoPath.IsPage, WrongTitleCount, "a.md", "# One\n\n# Two\n"),
    ];

    private static bool IsNotSolution(string path) => !path.EndsWith(".sln", StringComparison.Ordinal);

    private static bool IsSource(string path) =>
        path.IsUnder("src") && path.IsCSharp() && !path.EndsWith("Table.cs", StringComparison.Ordinal);

    private static bool IsSafeFolder(string path) =>
        path.IsCSharp() && (path.IsUnder("src") || path.IsUnder("samples")) && !UnsafeFolder().IsMatch(path);

    private static IEnumerable<string> MissingLastLineEnd(string path, string text) => text.Length == 0 || text[^1] == '\n' ? [] : [""];

    private static IEnumerable<string> UnsafeCode(string path, string text) =>
        Unsafe().Matches(CSharpText.CodeOnly(text)).Select(match => $":{LineOf(text, match.Index)} ({match.Value.Trim()})");

    private static IEnumerable<string> TooLong(string path, string text)
    {
        int lines = text.AsSpan().Count('\n');
        return lines > MaxSourceLines ? [$" ({lines} lines)"] : [];
    }

    private static IEnumerable<string> WrongTitleCount(string path, string text)
    {
        int titles = MarkdownText.Headings(text).Count(heading => heading.Level == 1);
        return titles == 1 ? [] : [$" ({titles} titles)"];
    }

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b")]
    private static partial Regex Later();

    [GeneratedRegex(@"\bunsafe\b|\bfixed\s*\(")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"^src/[^/]+/(Memory|Native)/")]
    private static partial Regex UnsafeFolder();

    [GeneratedRegex(@"(?<![\w.)}*])/(home|root|work)/|/tmp/" + @"wt\b")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"nu" + @"get\.org|npm" + @"js")]
    private static partial Regex Registry();
}
