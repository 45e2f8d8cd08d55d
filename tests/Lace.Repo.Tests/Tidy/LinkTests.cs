namespace Lace.Repo.Tests.Tidy;

public class LinkTests
{
    [Fact]
    public void Every_relative_link_of_a_page_resolves() =>
        Findings.AreNone(Repository.Files.Where(path => path.IsPage()).SelectMany(path => Broken(path, Repository.Read(path))));

    [Theory]
    [InlineData("[x](no-such-file.md)")]
    [InlineData("[x](#no-such-heading)")]
    [InlineData("![x](docs/no-such-picture.svg)")]
    [InlineData("[x](../outside.md)")]
    public void A_broken_link_is_found(string link) => Assert.Single(Broken("PAGE.md", $"# Page\n\n{link}\n"));

    [Theory]
    [InlineData("[x](Lace.sln)")]
    [InlineData("[x](src/Lace.Ipc/)")]
    [InlineData("[x](#a-heading-with-code)")]
    [InlineData("[x](https://example.org/y)")]
    [InlineData("`[x](not-a-link)`")]
    public void A_good_link_is_accepted(string link) =>
        Findings.AreNone(Broken("PAGE.md", $"# Page\n\n## A heading with `code`\n\n{link}\n"));

    private static IEnumerable<string> Broken(string page, string text) =>
        MarkdownText.Links(text).Where(link => !link.Contains("://", StringComparison.Ordinal) && !Resolves(page, text, link))
            .Select(link => $"{page}: {link}");

    private static bool Resolves(string page, string text, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = Normalize(parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        bool exists = target == page || Repository.Files.Any(file => file == target || file.IsUnder(target.TrimEnd('/')));
        if (!exists || parts.Length == 1 || !target.IsPage())
            return exists;

        string body = target == page ? text : Repository.Read(target);
        return MarkdownText.Headings(body).Any(heading => heading.Anchor == parts[1]);
    }

    private static string Normalize(string path) => Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, Repository.Root));
}
