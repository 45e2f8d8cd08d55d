namespace Lace.Scenarios.Data;

internal static class DataArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
        new(typeof(HostileHeaderScenarios)),
        new(typeof(SafetensorsScenarios)),
        new(typeof(SpaceScenarios)),
        new(typeof(TensorLayoutScenarios)),
    ];
}
