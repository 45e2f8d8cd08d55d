namespace Lace.Repo.Tests;

public class RepositoryTests
{
    // What DESIGN fixes: a user finds these where the README says.
    [Theory]
    [InlineData("src/Lace.Ipc")]
    [InlineData("src/Lace.Net")]
    [InlineData("src/Lace.Data")]
    [InlineData("src/Lace.Agents")]
    [InlineData("src/Lace.Edge")]
    [InlineData("bench")]
    [InlineData("docs")]
    [InlineData("samples")]
    [InlineData("tests")]
    [InlineData("Lace.sln")]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    public void The_top_level_is_where_the_design_puts_it(string path) =>
        Assert.True(Repository.Files.Any(file => file == path || file.IsUnder(path)), $"no {path} in the repository");

    [Fact]
    public void Without_git_the_same_files_are_found()
    {
        // Files that are not tracked yet may be on disk as well: the walk finds at least the tracked ones.
        Findings.AreNone(Repository.Files.Except(Repository.Walk()));
        Assert.DoesNotContain(Repository.Walk(), path => path.Contains("/obj/", StringComparison.Ordinal));
    }
}
