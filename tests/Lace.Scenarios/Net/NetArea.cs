namespace Lace.Scenarios.Net;

internal static class NetArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
        new(typeof(EndpointScenarios)),
        new(typeof(WireScenarios)),
        new(typeof(ClockScenarios)),
        new(typeof(RequestScenarios)),
        new(typeof(HostileScenarios)),
        new(typeof(LivenessScenarios)),
        new(typeof(EndingScenarios)),
        new(typeof(TopicBridgeScenarios)),
    ];
}
