using System.Reflection;
using Lace.Repo.Tests.Layers;
using Lace.Repo.Tests.Surface.Samples;

namespace Lace.Repo.Tests.Surface;

public class PublicSurfaceTests
{
    private const string AcceptVariable = "LACE_ACCEPT_API";

    public static TheoryData<Layer> Layers => [.. LayerRules.All];

    [Theory]
    [MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void The_surface_is_what_was_reviewed(Layer layer)
    {
        string path = Repository.FullPath($"src/{layer.Project}/PublicAPI.txt");
        string actual = SurfacePrinter.Print(Assembly.Load(layer.Assembly).GetTypes());
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
            File.WriteAllText(path, actual);

        string recorded = File.Exists(path) ? File.ReadAllText(path) : "";
        List<string> difference = [.. SurfaceFile.Difference(recorded, actual)];
        if (difference.Count > 0 || !File.Exists(path))
        {
            Assert.Fail($"src/{layer.Project}/PublicAPI.txt differs from the assembly:\n{string.Join('\n', difference)}\n"
                + $"If this is meant: {AcceptVariable}=1 dotnet test tests/Lace.Repo.Tests -c Release, and commit the file.");
        }
    }

    [Fact]
    public void A_member_that_changes_is_found()
    {
        const string Before = "class A\n    void M()\n    int P { get; }\n";
        const string After = "class A\n    void M(int x)\n    int P { get; }\n";
        Assert.Equal(["- class A: void M()", "+ class A: void M(int x)"], SurfaceFile.Difference(Before, After));
    }

    [Fact]
    public void A_surface_is_printed_as_a_user_sees_it()
    {
        Type[] types = [typeof(Sample<>), typeof(SampleOptions), typeof(SampleKind), typeof(SampleHandler), typeof(SampleView)];
        Assert.Equal(
            """
            sealed record ~SampleOptions : System.IEquatable<~SampleOptions>
                SampleOptions()
                required string Name { get; init; }
                string? Group { get; init; }
            abstract class ~Sample<T> : System.IDisposable where T : unmanaged
                abstract bool TryTake(out T value)
                const int Limit = 3
                protected Sample(string? name)
                static ~Sample<T> Open(string name, System.TimeSpan? timeout = default)
                string Name { get; protected set; }
                virtual void Dispose()
            [Flags] enum ~SampleKind : byte
                None = 0
                First = 1
            delegate void ~SampleHandler(System.ReadOnlyMemory<byte> request, System.Collections.Generic.List<string?>? names)
            readonly ref struct ~SampleView
                System.ReadOnlySpan<byte> Payload { get; }
            """.Replace("~", "Lace.Repo.Tests.Surface.Samples.", StringComparison.Ordinal).Split('\n').Order(StringComparer.Ordinal),
            SurfacePrinter.Print(types).TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }
}
