using System.CommandLine;
using Lace.Ipc;

namespace Lace.Edge.Commands;

/// <summary><c>lace rm</c>: takes segments away.</summary>
internal static class RemoveCommand
{
    internal static Command Create()
    {
        Argument<string[]> names = new("name")
        {
            Description = "Names as `lace ls` shows them; a * at the end stands for any rest.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> force = new("--force")
        {
            Description = "Also segments that are in use: their processes keep what nobody else can find any more.",
        };
        Option<string> directory = CommonOptions.Directory();
        Command command = new("rm", "Remove segments.") { names, force, directory };
        command.SetAction(parsed => Running.Once(parsed, () =>
            Run(parsed.GetValue(names)!, parsed.GetValue(force), parsed.GetValue(directory)!, parsed.InvocationConfiguration)));
        return command;
    }

    private static int Run(string[] names, bool force, string directory, InvocationConfiguration console)
    {
        int failed = 0;
        foreach (string name in names.SelectMany(pattern => Matching(pattern, directory)))
        {
            try
            {
                if (SegmentDirectory.Remove(name, force, directory))
                    console.Output.WriteLine($"removed {name}");
                else
                    throw new SegmentException($"no such segment: name={name}, directory={directory}; `lace ls` shows what there is");
            }
            catch (Exception problem) when (problem is SegmentException or ArgumentException)
            {
                console.Error.WriteLine(problem.Message);
                failed++;
            }
        }

        return failed == 0 ? 0 : 1;
    }

    private static IEnumerable<string> Matching(string pattern, string directory) =>
        pattern.EndsWith('*')
            ? SegmentDirectory.List(directory)
                .Select(static s => s.Name)
                .Where(name => name.StartsWith(pattern[..^1], StringComparison.Ordinal))
            : [pattern];
}
