using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Lace.Repo.Tests.Layers;

namespace Lace.Repo.Tests.Snippets;

/// <summary>Compiles a snippet as a reader's program would be, against the built assemblies.</summary>
/// <remarks>By the SDK's own compiler, one run a snippet: each keeps its top-level statements, and nothing is restored.</remarks>
internal static partial class SnippetCompiler
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;"
        + " global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly string s_runtime = RuntimeEnvironment.GetRuntimeDirectory();
    private static readonly string s_dotnet = Path.GetFullPath(Path.Combine(s_runtime, "..", "..", "..", "dotnet"));
    private static readonly Lazy<string> s_compiler = new(FindCompiler);

    /// <summary>The compiler's errors; none means it compiles.</summary>
    internal static IEnumerable<string> Errors(Snippet snippet)
    {
        string folder = Directory.CreateTempSubdirectory("lace-snippet-").FullName;
        try
        {
            List<string> errors = Compile(snippet, folder, "exe");

            // No top-level statement and no Main: types to use in a program, which is whole as a library.
            return errors is [var only] && only.Contains("CS5001", StringComparison.Ordinal) ? Compile(snippet, folder, "library") : errors;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Compile(Snippet snippet, string folder, string target)
    {
        string source = Path.Combine(folder, "Snippet.cs");
        string usings = Path.Combine(folder, "Usings.cs");
        string response = Path.Combine(folder, "snippet.rsp");
        File.WriteAllText(source, $"#line {snippet.Line} \"{snippet.Page}\"\n{snippet.Code}");
        File.WriteAllText(usings, ImplicitUsings);
        File.WriteAllLines(
            response,
            [
                "-nologo -nostdlib -nullable:enable -langversion:14 -warn:0 -preferreduilang:en",
                $"-target:{target}",
                $"-out:\"{Path.Combine(folder, "snippet.dll")}\"",
                .. References().Select(path => $"-reference:\"{path}\""),
                $"\"{source}\" \"{usings}\"",
            ]);

        CommandResult compiler = CommandResult.Of(s_dotnet, "exec", s_compiler.Value, "-noconfig", $"@{response}");
        List<string> errors = [.. Error().Matches(compiler.Output).Select(match => $"{snippet.Page}{match.Value}")];
        return compiler.ExitCode != 0 && errors.Count == 0 ? [$"{snippet.Page}: the compiler failed: {compiler.Output}"] : errors;
    }

    private static IEnumerable<string> References()
    {
        IEnumerable<string> framework = Directory.GetFiles(s_runtime, "*.dll").Where(path => ManagedName().IsMatch(Path.GetFileName(path)));
        return framework.Concat(LayerRules.All.Select(each => Path.Combine(AppContext.BaseDirectory, $"{each.Assembly}.dll")));
    }

    private static string FindCompiler()
    {
        string version = CommandResult.Of(s_dotnet, "--version").Output.Trim();
        return Path.Combine(Path.GetDirectoryName(s_dotnet)!, "sdk", version, "Roslyn", "bincore", "csc.dll");
    }

    [GeneratedRegex(@"\(\d+,\d+\): error .*|(?m)(?<=^)error .*")]
    private static partial Regex Error();

    [GeneratedRegex(@"^(System\..*|Microsoft\..*|System|mscorlib|netstandard)\.dll$")]
    private static partial Regex ManagedName();
}
