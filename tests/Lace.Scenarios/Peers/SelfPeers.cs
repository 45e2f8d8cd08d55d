namespace Lace.Scenarios.Peers;

/// <summary>Commands for the tests of the test infrastructure itself.</summary>
internal static class SelfPeers
{
    /// <summary>Says its arguments, then every line it hears, until its input ends or it hears <c>exit N</c>.</summary>
    internal static int Echo(string[] args, TextReader input, TextWriter output)
    {
        output.WriteLine($"ready {string.Join(' ', args)}");
        while (input.ReadLine() is { } line)
        {
            if (line.StartsWith("exit ", StringComparison.Ordinal))
                return int.Parse(line.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
            output.WriteLine(line);
        }

        return 0;
    }

    /// <summary>Never ends, whatever it hears: the host ends it when its input does.</summary>
    internal static int Hang(string[] args, TextReader input, TextWriter output)
    {
        output.WriteLine("hanging");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>Runs a scenario that hangs, under the real watchdog.</summary>
    internal static int HangingScenario(string[] args, TextReader input, TextWriter output)
    {
        Scenario hanging = new("Self", "Hanging.For_ever", () => Task.Delay(Timeout.Infinite), TimeSpan.FromMilliseconds(200));
        ScenarioRunner.Run(hanging);
        return 0;
    }
}
