using Lace.Scenarios;

// Scenarios start processes, wait on locks and share two cores: one at a time, or a slow one looks like a broken one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Lace.Data.Tests;

public class DataScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioCatalog.Scenarios("Data").Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Holds(string scenario) => ScenarioRunner.Run(ScenarioCatalog.Find("Data", scenario));
}
