using System.Text.RegularExpressions;

namespace Lace.Repo.Tests.Tidy;

/// <summary>What the rules need to know of a Markdown page.</summary>
internal static partial class MarkdownText
{
    internal static IEnumerable<MarkdownHeading> Headings(string text) =>
        Prose(text).Select(line => Heading().Match(line)).Where(match => match.Success)
            .Select(match => new MarkdownHeading(match.Groups[1].Length, match.Groups[2].Value.Trim()));

    /// <summary>Targets of links and pictures, outside code.</summary>
    internal static IEnumerable<string> Links(string text) =>
        Prose(text).SelectMany(line => Link().Matches(Code().Replace(line, ""))).Select(match => match.Groups[1].Value);

    /// <summary>The lines outside fenced code.</summary>
    private static IEnumerable<string> Prose(string text)
    {
        bool fenced = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            else if (!fenced)
                yield return line;
        }
    }

    [GeneratedRegex(@"^(#{1,6}) +(.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();
}
