using System.Text;

namespace Lace.Scenarios;

/// <summary>Runs a body on a thread of its own; when it hangs, says which one and ends the process.</summary>
/// <remarks>The process, because a hung thread cannot be ended alone, and what it holds would fail the scenarios after it.</remarks>
public sealed class Watchdog
{
    private readonly Action<string> _onHang;

    /// <summary>The watchdog of test runs: a hang prints what is known, kills the peers and fails the process.</summary>
    public static Watchdog Hard { get; } = new(FailProcess);

    /// <param name="onHang">Gets the report. If it returns, <see cref="Run"/> throws it as a failure.</param>
    internal Watchdog(Action<string> onHang) => _onHang = onHang;

    /// <summary>Returns null when the body succeeded, else its exception.</summary>
    /// <exception cref="ScenarioFailedException">The body hung (only from a watchdog that does not end the process).</exception>
    public Exception? Run(string name, TimeSpan limit, Func<Task> body)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Catch(body)) { Name = "scenario", IsBackground = true };
        thread.Start();
        if (thread.Join(limit))
            return failure;

        string report = Report(name, limit);
        _onHang(report);
        return new ScenarioFailedException(report);
    }

    private static Exception? Catch(Func<Task> body)
    {
        try
        {
            body().GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static string Report(string name, TimeSpan limit)
    {
        StringBuilder report = new();
        report.Append($"HUNG: {name} did not end within {limit.TotalSeconds:0.###} s.");
        foreach (Peer peer in Peer.Running())
            report.Append($"\n  {peer.Describe()}");
        foreach (string task in Directory.Exists("/proc/self/task") ? Directory.GetDirectories("/proc/self/task") : [])
            report.Append($"\n  thread {Path.GetFileName(task)} {ReadLine(task, "comm")}: waits in {ReadLine(task, "wchan")}");
        return report.ToString();
    }

    // Threads end while they are listed: what cannot be read any more is no news.
    private static string ReadLine(string task, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, file)).Trim();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }

    private static void FailProcess(string report)
    {
        Console.Out.WriteLine(report);
        Console.Out.Flush();
        foreach (Peer peer in Peer.Running())
            peer.EndIfRunning();
        Environment.FailFast(report);
    }
}
