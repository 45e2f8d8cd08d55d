using System.Globalization;
using Lace.Ipc.Liveness;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>Commands of a peer that is one end of something in shared memory.</summary>
internal static class IpcPeers
{
    /// <summary><c>ipc-create ROLE NAME [STOP]</c>: creates or opens, then does what its input says.</summary>
    internal static int Create(string[] args, TextReader input, TextWriter output) => Run(IpcEnd.Create, args, input, output);

    /// <summary><c>ipc-open ROLE NAME [STOP]</c>: opens what is there, then does what its input says.</summary>
    internal static int Open(string[] args, TextReader input, TextWriter output) => Run(IpcEnd.Open, args, input, output);

    private static int Run(Func<string, string, IpcEnd> open, string[] args, TextReader input, TextWriter output)
    {
        StopAt(args.ElementAtOrDefault(2), output);
        using IpcEnd end = open(args[0], args[1]);
        output.WriteLine("attached");
        while (input.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            switch (words[0])
            {
                case "stop":
                    StopAt(words[1], output);
                    break;
                case "nap":
                    NapForEver(end);
                    break;
                case "spawn":
                    output.WriteLine(Inheritance.Spawn(args[1], keepLocks: words.Contains("keeping-locks")));
                    break;
                case "dispose":
                    end.Dispose();
                    output.WriteLine("disposed");
                    break;
                default:
                    output.WriteLine(end.Do(words[0], Argument(words), input));
                    break;
            }
        }

        return 0;
    }

    private static long Argument(string[] words) => words.Length > 1 ? long.Parse(words[1], CultureInfo.InvariantCulture) : 0;

    private static void NapForEver(IpcEnd end)
    {
        // A nap ends whenever anybody comes or goes.
        while (true)
            end.Nap(Timeout.InfiniteTimeSpan);
    }

    private static void StopAt(string? stop, TextWriter output)
    {
        if (stop is null)
            return;

        FaultPoint.Reached = name =>
        {
            if (name != stop)
                return;

            output.WriteLine($"stopped {name}");
            Thread.Sleep(Timeout.Infinite);
        };
    }
}
