namespace Lace.Ipc.Memory;

/// <summary>
/// A fence that one side of a Dekker pair pays for both: the side that goes to sleep has the kernel pass a full fence on every processor
/// that runs a registered process, and the side that commits a message pays nothing.
/// </summary>
/// <remarks>
/// Linux 4.16, <c>MEMBARRIER_CMD_GLOBAL_EXPEDITED</c>. A process registers once, at its first attachment, and says so in its entries; peers
/// that cannot (an old kernel, a sandbox) are seen there, and everybody they share a segment with uses full fences on both sides.
/// <c>LACE_MEMBARRIER=0</c> in the environment switches it off, for tests and comparisons.
/// </remarks>
internal static class Membarrier
{
    /// <summary>Whether this process is registered, and so may pay nothing where its peers are too.</summary>
    internal static bool IsRegistered { get; } = Environment.GetEnvironmentVariable("LACE_MEMBARRIER") != "0"
        && Libc.TryRegisterMembarrier();

    /// <summary>A full fence here and on every processor that runs a registered process.</summary>
    internal static void FenceEverywhere()
    {
        Fences.Full();
        if (IsRegistered)
            Libc.MembarrierEverywhere();
    }
}
