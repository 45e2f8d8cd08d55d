// Measures Lace.Ipc between two processes, each case directly after its floor. See bench/README.md.
using Lace.Bench.Cases;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Bench.Processes;
using Lace.Bench.Reporting;

const string Usage = "usage: lace-bench [--quick] [--rounds N] [--jit tiered|full] [--cpus A,B] [--json FILE] [CASE...]\n"
    + "       lace-bench --list";

if (args is ["peer", var id, var place, var prefix, var cpu, var count, var warmUpMs])
    return Peer(CaseTable.Find(id), new Run(int.Parse(place), prefix, long.Parse(count), int.Parse(warmUpMs)), int.Parse(cpu));

if (args is ["--list"])
{
    foreach (Case each in CaseTable.All)
        Console.WriteLine(each.Id);

    return 0;
}

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\n{Usage}");
    return 64;
}

IReadOnlyList<Result> results = new PairRunner(settings).RunAll();
string machine = Machine.Describe(settings);
Table.Print(results, machine);
if (settings.JsonPath is { } path)
    JsonLines.Write(path, results, machine);

return 0;

static int Peer(Case each, Run run, int cpu)
{
    // A peer whose driver was killed would spin for ever. Started before the tie to a processor, so that it does not share it.
    Thread watchdog = new(static () =>
    {
        Thread.Sleep(TimeSpan.FromMinutes(4));
        Environment.Exit(3);
    }) { IsBackground = true, Name = "bench watchdog" };
    watchdog.Start();
    Affinity.Pin(cpu);
    if (each.Execute(run) is { } measurement)
        measurement.Print();

    return 0;
}
