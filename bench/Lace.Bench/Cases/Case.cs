using System.Numerics;
using Lace.Bench.Ends;
using Lace.Bench.Measuring;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>One thing to measure, at one size.</summary>
internal abstract class Case(string name, int sizeBytes)
{
    private const long SmallRingBytes = 1 << 20;
    private const int LargeMessageBytes = 64 * 1024;
    private const int LargeMessages = 8;

    internal string Name => name;

    internal int SizeBytes => sizeBytes;

    /// <summary>What the command line and the child processes call it.</summary>
    internal string Id => $"{name.Replace(' ', '-')}/{sizeBytes}";

    internal virtual string Unit => "ns";

    internal required Floor Floor { get; init; }

    /// <summary>Null for a row that is for information.</summary>
    internal Bar? Bar { get; init; }

    /// <summary>Whether the ratio compares rates, where more is better, or times.</summary>
    internal virtual bool ComparesRates => false;

    /// <summary>Environment of the case's processes.</summary>
    internal virtual IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>();

    /// <summary>How many processes there are.</summary>
    internal virtual int Processes => 2;

    internal abstract long Count { get; }

    /// <summary>Messages that share one look at the clock, so that the look does not count.</summary>
    internal virtual int Batch => sizeBytes <= 1024 ? 8 : 1;

    /// <summary>The ring of this case, and of its floor: a small one for small messages, eight large ones.</summary>
    internal static RingOptions RingFor(int sizeBytes, int publishers = 1) => new()
    {
        CapacityBytes = sizeBytes <= LargeMessageBytes
            ? SmallRingBytes
            : (long)BitOperations.RoundUpToPowerOf2((ulong)(sizeBytes + 16) * LargeMessages),
        MaxPublishers = publishers,
    };

    /// <summary>What one process does. Place 0 gives the measurement; the others give nothing.</summary>
    /// <remarks>
    /// The steps that it repeats are methods that are never inlined: what is inlined into a long loop does not count as called, so the
    /// timed loop after the warm-up would begin in the compiler's first tier again.
    /// </remarks>
    internal abstract Measurement? Execute(Run run);

    /// <summary>10,000 to 100,000 for what is small, few for what moves megabytes.</summary>
    private protected long ByBytes(long small, long page, long megabyte, long frame) =>
        sizeBytes switch { <= 1024 => small, <= LargeMessageBytes => page, <= 1 << 20 => megabyte, _ => frame };
}
