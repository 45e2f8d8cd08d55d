using System.Diagnostics;
using System.Globalization;
using Lace.Bench.Cases;
using Lace.Bench.Measuring;

namespace Lace.Bench.Processes;

/// <summary>Starts what is measured, in processes of its own, and reads the one line that each run gives.</summary>
internal static class Child
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(3);

    /// <summary>Runs a C program of bench/floors.</summary>
    internal static Measurement RunFloor(
        Settings settings, string program, int sizeBytes, long count, int batch, long capacityBytes)
    {
        string[] arguments = [.. new[] { settings.CpuA, settings.CpuB, sizeBytes, count, batch, capacityBytes }.Select(Text)];
        using Process process = Start(
            Path.Combine(settings.FloorsDirectory, program), arguments, isFirst: true, environment: null, settings);
        return ReadAndEnd([process]);
    }

    /// <summary>Runs all processes of a case: the measuring one on the first processor, the others on the second.</summary>
    internal static Measurement RunCase(Settings settings, Case each, string prefix)
    {
        List<Process> processes = [];
        try
        {
            for (int place = 0; place < each.Processes; place++)
            {
                string[] arguments =
                [
                    "peer", each.Id, Text(place), prefix, Text(place == 0 ? settings.CpuA : settings.CpuB), Text(settings.CountOf(each)),
                    Text(settings.WarmUpMs),
                ];
                processes.Add(Start(Environment.ProcessPath!, arguments, isFirst: place == 0, each.Environment, settings));
            }

            return ReadAndEnd(processes);
        }
        finally
        {
            processes.ForEach(static process => process.Dispose());
        }
    }

    private static Process Start(
        string program, string[] arguments, bool isFirst, IReadOnlyDictionary<string, string>? environment, Settings settings)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = isFirst, UseShellExecute = false };
        start.Environment["DOTNET_TieredCompilation"] = settings.Jit == "full" ? "0" : "1";
        start.Environment["DOTNET_TieredPGO"] = settings.Jit == "full" ? "0" : "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        return Process.Start(start) ?? throw new InvalidOperationException($"cannot start {program}");
    }

    private static Measurement ReadAndEnd(List<Process> processes)
    {
        Task<string?> line = processes[0].StandardOutput.ReadLineAsync();
        Task all = Task.WhenAll(processes.Select(static process => process.WaitForExitAsync()));
        try
        {
            if (!all.Wait(s_timeout))
                throw new TimeoutException($"a run did not end within {s_timeout.TotalSeconds} s");

            Process? failed = processes.Find(static process => process.ExitCode != 0);
            if (failed is not null)
                throw new InvalidDataException($"a process of the run ended with exit code {failed.ExitCode}");

            return Measurement.Parse(line.Result ?? throw new InvalidDataException("the measuring process printed nothing"));
        }
        finally
        {
            foreach (Process process in processes.Where(static process => !process.HasExited))
                process.Kill();
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
