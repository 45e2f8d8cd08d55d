using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace Lace.Repo.Tests.Layers;

public class DependencyDirectionTests
{
    public static TheoryData<Layer> Layers => [.. LayerRules.All];

    [Theory]
    [MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void A_project_references_only_what_is_below(Layer layer)
    {
        XDocument project = XDocument.Parse(Repository.Read($"src/{layer.Project}/{layer.Project}.csproj"));
        IEnumerable<string> references = project.Descendants("ProjectReference")
            .Select(each => Path.GetFileNameWithoutExtension(each.Attribute("Include")!.Value));
        Findings.AreNone(LayerRules.Wrong(layer, references));
    }

    [Theory]
    [MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void A_built_assembly_references_only_what_is_below(Layer layer) =>
        Findings.AreNone(LayerRules.Wrong(layer, References(layer.Assembly)));

    [Fact]
    public void The_lowest_layer_uses_the_base_library_only() => Findings.AreNone(OutsideBaseLibrary(References("Lace.Ipc")));

    [Fact]
    public void No_assembly_opens_its_internals_to_a_sibling()
    {
        string[] assemblies = [.. LayerRules.All.Select(each => each.Assembly)];
        Findings.AreNone(assemblies.SelectMany(Friends).Intersect(assemblies));
    }

    [Fact]
    public void Every_project_under_src_is_a_layer() =>
        Assert.Equal(
            LayerRules.All.Select(each => each.Project).Order(StringComparer.Ordinal),
            Repository.Files.Where(path => path.IsUnder("src") && path.IsProject()).Select(path => Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void A_reference_upwards_or_sideways_is_found()
    {
        Layer net = LayerRules.All.Single(each => each.Project == "Lace.Net");
        Assert.Equal(["Lace.Data", "lace"], LayerRules.Wrong(net, ["System.Runtime", "Lace.Ipc", "Lace.Data", "lace"]));
    }

    [Fact]
    public void An_assembly_outside_the_base_library_is_found() =>
        Assert.Equal(["xunit.core"], OutsideBaseLibrary(["System.Runtime", "xunit.core"]));

    private static IEnumerable<string> References(string assembly) =>
        Assembly.Load(assembly).GetReferencedAssemblies().Select(each => each.Name!);

    private static IEnumerable<string> Friends(string assembly) =>
        Assembly.Load(assembly).GetCustomAttributes<InternalsVisibleToAttribute>().Select(each => each.AssemblyName);

    private static IEnumerable<string> OutsideBaseLibrary(IEnumerable<string> references) =>
        references.Where(each => !File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), $"{each}.dll")));
}
