using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lace.Bench.Processes;

namespace Lace.Bench.Reporting;

/// <summary>Where and how a run was made, in one line.</summary>
internal static class Machine
{
    internal static string Describe(Settings settings)
    {
        string runtime = RuntimeFeature.IsDynamicCodeSupported
            ? settings.Jit == "full" ? "TieredCompilation=0" : "TieredCompilation=1 TieredPGO=1"
            : "NativeAOT";
        return $"{Processor()}, {System.Environment.ProcessorCount} processors ({settings.CpuA} and {settings.CpuB} used), "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription} {runtime}";
    }

    private static string Processor()
    {
        string family = Field("cpu family");
        return family.Length == 0
            ? RuntimeInformation.ProcessArchitecture.ToString()
            : $"{Field("model name")} family {family} model {Field("model\t")}";
    }

    private static string Field(string name) =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
            ? found.Split(':')[^1].Trim()
            : "";
}
