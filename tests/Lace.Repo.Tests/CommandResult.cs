using System.Diagnostics;
using Lace.Scenarios;

namespace Lace.Repo.Tests;

/// <summary>What a program said before it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    internal static CommandResult Of(string program, params string[] args)
    {
        ProcessStartInfo start = new(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new ScenarioFailedException($"{program} did not end within {s_limit.TotalSeconds} s: {string.Join(' ', args)}");
        }

        string text = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        return new CommandResult(process.ExitCode, text);
    }
}
