using System.Text.RegularExpressions;

namespace Lace.Repo.Tests.Snippets;

/// <summary>A block of C# in a page that claims to be a whole program.</summary>
/// <param name="Page">Path of the page.</param>
/// <param name="Line">Line of the page where the code starts, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed partial record Snippet(string Page, int Line, string Code)
{
    /// <summary>Every block that starts with <c>```csharp</c> and nothing else.</summary>
    /// <remarks>Parts of a program start with <c>```csharp fragment</c> and are left out.</remarks>
    internal static IEnumerable<Snippet> Of(string page, string text) =>
        Block().Matches(text).Select(match => new Snippet(page, LineOf(text, match.Groups[1].Index), match.Groups[1].Value));

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"(?msi)^```(?:csharp|cs|c\#)[ \t]*\n(.*?)^```[ \t]*$")]
    private static partial Regex Block();
}
