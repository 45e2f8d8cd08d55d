namespace Lace.Scenarios.Net;

internal static class NetArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
        new(typeof(RequestScenarios)),
        new(typeof(LivenessScenarios)),
        new(typeof(TopicBridgeScenarios)),
    ];
}
