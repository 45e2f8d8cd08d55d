namespace Lace.Scenarios.Edge;

internal static class EdgeArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
        new(typeof(CameraScenarios)),
        new(typeof(CartPoleScenarios)),
        new(typeof(ClipScenarios)),
        new(typeof(CommandScenarios)),
        new(typeof(JpegScenarios)),
        new(typeof(MjpegScenarios)),
    ];
}
