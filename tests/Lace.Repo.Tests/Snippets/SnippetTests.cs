namespace Lace.Repo.Tests.Snippets;

public class SnippetTests
{
    [Fact]
    public void Every_program_in_a_page_compiles() =>
        Findings.AreNone(Repository.Files.Where(path => path.IsPage())
            .SelectMany(page => Snippet.Of(page, Repository.Read(page))).SelectMany(SnippetCompiler.Errors));

    [Fact]
    public void A_program_that_does_not_compile_is_found_with_its_line_in_the_page()
    {
        const string Page = "# Page\n\n```csharp\nusing System.Text;\nNoSuchType x = new();\n```\n";
        string error = Assert.Single(Snippet.Of("PAGE.md", Page).SelectMany(SnippetCompiler.Errors));
        Assert.StartsWith("PAGE.md(5,", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Console.WriteLine(args.Length); await Task.Yield();")]
    [InlineData("public sealed record Point(int X, int Y);")]
    public void A_program_or_a_type_compiles(string code) => Findings.AreNone(SnippetCompiler.Errors(new Snippet("PAGE.md", 1, code)));

    [Fact]
    public void Fragments_and_other_languages_are_left_out()
    {
        const string Page = "# Page\n\n```csharp fragment\nx\n```\n\n```bash\ny\n```\n\n```csharp\nreturn;\n```\n";
        Assert.Equal([new Snippet("PAGE.md", 12, "return;\n")], Snippet.Of("PAGE.md", Page));
    }
}
