namespace Lace.Ipc.Memory;

/// <summary>Fences that belong to no single word. Each call site names its partner.</summary>
internal static class Fences
{
    /// <summary>Store-load: everything before is visible before anything after is read. For both edges of a Dekker pair.</summary>
    internal static void Full() => Interlocked.MemoryBarrier();

    /// <summary>A full fence in every running thread of this process: the dear side of an asymmetric Dekker pair.</summary>
    internal static void FullInAllThreads() => Interlocked.MemoryBarrierProcessWide();
}
