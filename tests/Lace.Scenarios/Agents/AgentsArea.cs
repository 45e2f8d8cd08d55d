namespace Lace.Scenarios.Agents;

internal static class AgentsArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
        new(typeof(EnvironmentScenarios)),
        new(typeof(EnvironmentServerScenarios)),
        new(typeof(EnvironmentWireScenarios)),
        new(typeof(SessionScenarios)),
        new(typeof(StepOnceScenarios)),
    ];
}
