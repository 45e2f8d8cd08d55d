namespace Lace.Scenarios.Agents;

internal static class AgentsArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
    ];
}
