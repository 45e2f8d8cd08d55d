using System.Runtime.InteropServices;

namespace Lace.Bench.Processes;

/// <summary>Ties the calling thread to one processor.</summary>
/// <remarks>
/// The thread and not the process: the runtime counts the processors of the process when it starts, and a library that finds one
/// does not spin. Threads that the runtime starts later from this one inherit the tie.
/// </remarks>
internal static unsafe partial class Affinity
{
    private const int BitsPerWord = 64;

    internal static void Pin(int cpu)
    {
        ulong* mask = stackalloc ulong[16];
        new Span<ulong>(mask, 16).Clear();
        mask[cpu / BitsPerWord] = 1UL << (cpu % BitsPerWord);
        if (SetAffinity(0, 16 * sizeof(ulong), mask) != 0)
            throw new InvalidOperationException($"cannot pin to processor {cpu}: errno={Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint maskBytes, ulong* mask);
}
