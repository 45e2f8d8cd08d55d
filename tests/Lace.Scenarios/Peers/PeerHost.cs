namespace Lace.Scenarios.Peers;

/// <summary>The main method of a peer process.</summary>
public static class PeerHost
{
    /// <summary>Exit code: the command line names no command.</summary>
    public const int UsageExitCode = 64;

    /// <summary>Exit code: the command threw; the exception is on standard error.</summary>
    public const int FailedExitCode = 70;

    /// <summary>Exit code: the input ended, and the command did not within two seconds.</summary>
    public const int OrphanedExitCode = 75;

    private static readonly TimeSpan s_orphanGrace = TimeSpan.FromSeconds(2);

    /// <summary>Runs the command <c>args[0]</c> with the rest of the arguments, on standard input and output.</summary>
    public static int Run(string[] args)
    {
        if (args.Length == 0 || !PeerCommands.All.TryGetValue(args[0], out Func<string[], TextReader, TextWriter, int>? command))
        {
            string known = string.Join(", ", PeerCommands.All.Keys.Order(StringComparer.Ordinal));
            Console.Error.WriteLine($"no such peer command: command={args.FirstOrDefault() ?? "(none)"}, expected one of {known}");
            return UsageExitCode;
        }

        // A thread of its own reads the input, so that its end is seen whatever the command is busy with.
        using LineReader input = new();
        Thread pump = new(() => Pump(Console.In, input)) { Name = "peer-input", IsBackground = true };
        pump.Start();
        try
        {
            return command(args[1..], input, Console.Out);
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return FailedExitCode;
        }
    }

    private static void Pump(TextReader source, LineReader input)
    {
        while (source.ReadLine() is { } line)
            input.Add(line);
        input.Complete();
        Thread.Sleep(s_orphanGrace);
        Environment.Exit(OrphanedExitCode);
    }
}
