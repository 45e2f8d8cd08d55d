#if !NET10_0_OR_GREATER
using System.Runtime.CompilerServices;
#endif

namespace Lace.Ipc.Memory;

/// <summary>Fences that belong to no single word. Each call site names its partner.</summary>
internal static class Fences
{
    /// <summary>Store-load: everything before is visible before anything after is read. For both edges of a Dekker pair.</summary>
    internal static void Full() => Interlocked.MemoryBarrier();

    /// <summary>
    /// Keeps the compiler from moving a read before a write; the processor may still. Enough where the other side of the Dekker pair
    /// calls <see cref="Membarrier.FenceEverywhere"/>.
    /// </summary>
#if NET10_0_OR_GREATER
    internal static void CompilerOnly()
    {
        Volatile.WriteBarrier();
        Volatile.ReadBarrier();
    }
#else
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void CompilerOnly()
    {
        // A call that is not inlined: nothing is moved across it.
    }
#endif

    /// <summary>A full fence in every running thread of this process: the dear side of an asymmetric Dekker pair.</summary>
    internal static void FullInAllThreads() => Interlocked.MemoryBarrierProcessWide();

    /// <summary>Nothing after is read or written before everything before has been read.</summary>
    internal static void AfterReads()
    {
#if NET10_0_OR_GREATER
        Volatile.ReadBarrier();
#else
        Interlocked.MemoryBarrier();
#endif
    }

    /// <summary>Nothing after is written before everything before has been read and written.</summary>
    internal static void BeforeWrites()
    {
#if NET10_0_OR_GREATER
        Volatile.WriteBarrier();
#else
        Interlocked.MemoryBarrier();
#endif
    }
}
