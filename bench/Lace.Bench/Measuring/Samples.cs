using System.Diagnostics;

namespace Lace.Bench.Measuring;

/// <summary>Times of batches, kept in memory that is there before the run; and what the run allocated.</summary>
internal sealed class Samples
{
    private const int Windows = 50;

    private readonly long[] _batchTicks;
    private readonly int _batch;
    private readonly long _allocatedBefore;
    private int _used;

    internal Samples(long count, int batch)
    {
        _batchTicks = new long[count / batch];
        _batch = batch;
        _batchTicks.AsSpan().Fill(1); // Touched now, so that no page fault falls into the run.
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>Takes the time of one batch.</summary>
    internal void Add(long ticks) => _batchTicks[_used++] = ticks;

    internal Measurement Finish()
    {
        double messages = (double)_used * _batch;
        double allocated = GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;
        long[] sorted = _batchTicks[.._used];
        Array.Sort(sorted);
        return new Measurement(At(sorted, 0.5), At(sorted, 0.99), At(sorted, 0.999), PerSecond(), allocated / messages);
    }

    // The median window, as in the floors: a window in which the host took a processor away says nothing about the program, and
    // single batches come in bursts.
    private double PerSecond()
    {
        int batches = Math.Max(1, _used / Windows);
        IEnumerable<double> windows = _batchTicks.Take(_used / batches * batches).Chunk(batches)
            .Select(static window => (double)window.Sum());
        return (double)batches * _batch * Stopwatch.Frequency / Percentiles.Median(windows);
    }

    private double At(long[] sorted, double rank) => sorted[(int)((sorted.Length - 1) * rank)] * 1e9 / Stopwatch.Frequency / _batch;
}
