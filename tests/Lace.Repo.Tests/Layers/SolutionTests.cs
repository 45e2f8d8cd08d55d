using System.Text.RegularExpressions;

namespace Lace.Repo.Tests.Layers;

public partial class SolutionTests
{
    private static readonly string[] s_folders = ["src", "tests", "samples", "bench"];

    [Fact]
    public void Every_project_is_in_the_solution() => Findings.AreNone(Missing(Repository.Files, Repository.Read("Lace.sln")));

    [Fact]
    public void Every_project_of_the_solution_exists() =>
        Findings.AreNone(InSolution(Repository.Read("Lace.sln")).Where(path => !File.Exists(Repository.FullPath(path))));

    [Fact]
    public void A_project_outside_the_solution_is_found() =>
        Assert.Equal(
            ["src/New/New.csproj"],
            Missing(["src/New/New.csproj", "extras/E/E.csproj", "README.md"], Repository.Read("Lace.sln")));

    private static IEnumerable<string> Missing(IEnumerable<string> files, string solution) =>
        files.Where(path => path.IsProject() && s_folders.Any(path.IsUnder)).Except(InSolution(solution));

    private static IEnumerable<string> InSolution(string solution) =>
        ProjectPath().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/'));

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
