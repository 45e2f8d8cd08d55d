namespace Lace.Scenarios.Edge;

internal static class EdgeArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
    ];
}
