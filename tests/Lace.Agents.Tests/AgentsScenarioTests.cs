using Lace.Scenarios;

// Scenarios start processes, wait on locks and share two cores: one at a time, or a slow one looks like a broken one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Lace.Agents.Tests;

public class AgentsScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioCatalog.Scenarios("Agents").Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string scenario) => ScenarioRunner.Run(ScenarioCatalog.Find("Agents", scenario));
}
