using System.Diagnostics;
using Lace.Scenarios;

namespace Lace.AotCheck;

/// <summary>Runs scenarios one after another and ends with <c>N passed, N failed</c> alone on a line.</summary>
internal static class Runner
{
    private const int FailedExitCode = 1;
    private const int UsageExitCode = 64;

    internal static int Run(string[] args)
    {
        if (!RunnerOptions.TryParse(args, out RunnerOptions? options, out string? error))
        {
            Console.Error.WriteLine(error);
            return UsageExitCode;
        }

        List<Scenario> scenarios = [.. options.Scenarios()];
        if (options.List)
        {
            scenarios.ForEach(Console.WriteLine);
            return 0;
        }

        int failed = scenarios.Count(each => !Holds(each));
        Console.WriteLine($"{scenarios.Count - failed} passed, {failed} failed");
        return failed == 0 && scenarios.Count > 0 ? 0 : FailedExitCode;
    }

    private static bool Holds(Scenario scenario)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            ScenarioRunner.Run(scenario);
            Console.WriteLine($"ok   {scenario.FullName} ({Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms)");
            return true;
        }
        catch (ScenarioFailedException failure)
        {
            Console.WriteLine($"FAIL {failure.Message}");
            Console.WriteLine(failure.InnerException?.StackTrace);
            return false;
        }
    }
}
