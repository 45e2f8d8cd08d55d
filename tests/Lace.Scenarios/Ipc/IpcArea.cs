namespace Lace.Scenarios.Ipc;

internal static class IpcArea
{
    // One line a class, each with typeof written out: new(typeof(TopicScenarios)).
    internal static ScenarioClass[] Classes() =>
    [
        new(typeof(RingScenarios)),
        new(typeof(SnapshotScenarios)),
        new(typeof(TopicScenarios)),
        new(typeof(RequestRingScenarios)),
        new(typeof(CrashScenarios)),
        new(typeof(DeathScenarios)),
        new(typeof(RequestDeathScenarios)),
        new(typeof(LivenessScenarios)),
        new(typeof(RandomKillScenarios)),
    ];
}
