using System.CommandLine;

namespace Lace.Edge.Commands;

/// <summary>What commands that run until Ctrl-C have in common: how they end and how they fail.</summary>
internal static class Running
{
    /// <summary>Runs until the work ends, or Ctrl-C or SIGTERM stops it, which is a success.</summary>
    /// <returns>The exit code: 0, or 1 with one sentence on standard error.</returns>
    internal static async Task<int> UntilStopped(ParseResult parsed, CancellationToken stop, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            return Fail(parsed, problem);
        }
    }

    /// <summary>Runs what ends by itself.</summary>
    /// <returns>The work's exit code, or 1 with one sentence on standard error.</returns>
    internal static int Once(ParseResult parsed, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (IsExpected(problem))
        {
            return Fail(parsed, problem);
        }
    }

    private static int Fail(ParseResult parsed, Exception problem)
    {
        parsed.InvocationConfiguration.Error.WriteLine($"lace {parsed.CommandResult.Command.Name}: {problem.Message}");
        return 1;
    }

    // What the outside can cause has a message made for the user; anything else is a bug and shows its stack.
    private static bool IsExpected(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or DllNotFoundException or InvalidOperationException or ArgumentException
            or NotSupportedException or TimeoutException;
}
