namespace Lace.Ipc.Liveness;

/// <summary>
/// Named places on the cold paths where a test's peer stops to be killed. Nothing in a program sets the hook, so a place costs
/// one load.
/// </summary>
internal static class FaultPoint
{
    internal static Action<string>? Reached { get; set; }

    internal static void At(string name) => Reached?.Invoke(name);
}
