namespace Lace.Repo.Tests.Tidy;

/// <summary>A rule about one text file, with the sample that shows it can fail.</summary>
/// <param name="Name">What holds for every file.</param>
/// <param name="Applies">Whether the rule is about the file at this path.</param>
/// <param name="Find">What is wrong in a file, given path and text: one sentence each.</param>
/// <param name="BadPath">Path of a file that breaks the rule.</param>
/// <param name="BadText">Its text.</param>
public sealed record TidyRule(
    string Name, Func<string, bool> Applies, Func<string, string, IEnumerable<string>> Find, string BadPath, string BadText)
{
    /// <summary>A rule that looks at one line at a time.</summary>
    public static TidyRule OfLines(string name, Func<string, bool> applies, Func<string, bool> isBad, string badPath, string badLine) =>
        new(name, applies, (_, text) => BadLines(text, isBad), badPath, $"\n{badLine}\n");

    /// <summary>Everything that breaks the rule in a file.</summary>
    public IEnumerable<string> Violations(string path, string text) =>
        Applies(path) ? Find(path, text).Select(found => $"{path}{found}: {Name}") : [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<string> BadLines(string text, Func<string, bool> isBad)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (isBad(lines[i]))
                yield return $":{i + 1}";
        }
    }
}
