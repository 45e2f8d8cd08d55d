using System.CommandLine;
using Lace.Agents;
using Lace.Data;
using Lace.Ipc;
using Lace.Net;

namespace CartPoleSample.Processes;

/// <summary>
/// How the processes end: exit code 0 for done or stopped, 1 with one sentence when another process or the system failed them.
/// </summary>
internal static class ProcessRun
{
    internal static Task<int> Run(ParseResult parsed, Func<int> work) => Task.Run(() =>
    {
        string name = parsed.CommandResult.Command.Name;
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is SegmentException or EnvironmentException or TensorFormatException or RemoteException
            or IOException or TimeoutException or DllNotFoundException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"{name}: {problem.Message}");
            return 1;
        }
    });
}
