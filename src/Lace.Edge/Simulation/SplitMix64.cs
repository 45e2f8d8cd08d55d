namespace Lace.Edge.Simulation;

/// <summary>
/// A small random generator whose numbers are the same on every machine, runtime and version: a seed written in a log
/// replays the same episode anywhere. Not for secrets.
/// </summary>
/// <remarks>
/// <para>Definition, in 64-bit arithmetic that wraps: the state starts at the seed; each draw adds 0x9E3779B97F4A7C15 to it, then
/// returns z3 of: z1 = state; z2 = (z1 ^ z1 &gt;&gt; 30) * 0xBF58476D1CE4E5B9; z3' = (z2 ^ z2 &gt;&gt; 27) * 0x94D049BB133111EB;
/// z3 = z3' ^ z3' &gt;&gt; 31.</para>
/// <para>A value type: a copy continues on its own. One thread at a time. No allocation.</para>
/// <para>Source: the SplitMix64 generator of Steele, Lea and Flood (2014), with the constants of Java's SplittableRandom.</para>
/// </remarks>
public struct SplitMix64
{
    private ulong _state;

    /// <summary>Starts the sequence that belongs to <paramref name="seed"/>; every value is a good one, 0 too.</summary>
    public SplitMix64(ulong seed) => _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The next number in [0, 1): the upper 53 bits of a draw, times 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number in [<paramref name="low"/>, <paramref name="high"/>): low + (high - low) * the next in [0, 1).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>The next whole number in 0 .. <paramref name="count"/> - 1 (bias below 2⁻³² per value).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public int NextInt32(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)((NextUInt64() >> 32) * (ulong)count >> 32);
    }
}
