namespace Lace.Scenarios;

/// <summary>Runs one scenario with its own names, under the watchdog, and looks for leaks afterwards.</summary>
public static class ScenarioRunner
{
    /// <summary>Returns when the scenario held and left nothing behind.</summary>
    /// <exception cref="ScenarioFailedException">It failed, or left a segment or a peer behind. A hang ends the process.</exception>
    public static void Run(Scenario scenario) => Run(scenario, Watchdog.Hard);

    internal static void Run(Scenario scenario, Watchdog watchdog)
    {
        string? leak = null;
        Exception? failure = watchdog.Run(scenario.FullName, scenario.TimeLimit, async () =>
        {
            ScenarioDirectory directory = ScenarioDirectory.Enter();
            try
            {
                await scenario.Body().ConfigureAwait(false);
            }
            finally
            {
                leak = directory.CleanUp();
            }
        });

        if (failure is not null)
            throw new ScenarioFailedException($"{scenario.FullName}: {failure.Message}{(leak is null ? "" : $"; {leak}")}", failure);
        if (leak is not null)
            throw new ScenarioFailedException($"{scenario.FullName}: {leak}");
    }
}
