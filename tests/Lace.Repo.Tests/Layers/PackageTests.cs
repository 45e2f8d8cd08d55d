using System.Xml.Linq;

namespace Lace.Repo.Tests.Layers;

public class PackageTests
{
    [Fact]
    public void Every_package_version_has_its_reason_above_it() =>
        Findings.AreNone(WithoutReason(XDocument.Parse(Repository.Read("Directory.Packages.props"))));

    [Theory]
    [InlineData("<P><PackageVersion Include='A' Version='1' /></P>")]
    [InlineData("<P><!-- --><PackageVersion Include='A' Version='1' /></P>")]
    [InlineData("<P><!-- Why A. --><Other /><PackageVersion Include='A' Version='1' /></P>")]
    public void A_version_without_a_reason_is_found(string file) => Assert.Equal(["A"], WithoutReason(XDocument.Parse(file)));

    [Fact]
    public void No_project_names_a_version_of_its_own()
    {
        Findings.AreNone(Repository.Files.Where(path => path.IsProject() && NamesVersion(XDocument.Parse(Repository.Read(path)))));
    }

    [Fact]
    public void A_version_in_a_project_is_found() =>
        Assert.True(NamesVersion(XDocument.Parse("<P><PackageReference Include='A' Version='1' /></P>")));

    private static bool NamesVersion(XDocument project) =>
        project.Descendants("PackageReference").Any(each => each.Attribute("Version") is not null);

    private static IEnumerable<string> WithoutReason(XDocument file) =>
        file.Descendants("PackageVersion")
            .Where(each => each.PreviousNode is not XComment comment || string.IsNullOrWhiteSpace(comment.Value))
            .Select(each => each.Attribute("Include")!.Value);
}
