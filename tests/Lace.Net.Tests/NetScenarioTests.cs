using Lace.Scenarios;

// Scenarios start processes, wait on locks and share two cores: one at a time, or a slow one looks like a broken one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Lace.Net.Tests;

public class NetScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioCatalog.Scenarios("Net").Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string scenario) => ScenarioRunner.Run(ScenarioCatalog.Find("Net", scenario));
}
