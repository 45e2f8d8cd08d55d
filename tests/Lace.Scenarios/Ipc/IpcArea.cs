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
        new(typeof(SegmentScenarios)),
        new(typeof(RefusalScenarios)),
        new(typeof(DisposeScenarios)),
        new(typeof(TornReadScenarios)),
        new(typeof(HostileScenarios)),
        new(typeof(WaitScenarios)),
        new(typeof(AllocationScenarios)),
    ];
}
