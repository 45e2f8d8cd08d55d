using System.Buffers.Binary;
using System.Text.Json;

namespace Lace.Data;

/// <summary>One whole number out of <see cref="N"/>, from <see cref="Start"/> on. A value is one <see cref="long"/>.</summary>
public sealed record DiscreteSpace : Space
{
    /// <summary>The numbers <paramref name="start"/> to <c>start + n - 1</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No number, or the last does not fit a <see cref="long"/>.</exception>
    public DiscreteSpace(long n, long start = 0)
    {
        if (n < 1 || start > long.MaxValue - (n - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(n), n, $"no such discrete space: n={n}, start={start}, expected n of at least 1 and the last number within 64 bits");
        }

        N = n;
        Start = start;
    }

    /// <summary>How many numbers.</summary>
    public long N { get; }

    /// <summary>The smallest number.</summary>
    public long Start { get; }

    /// <inheritdoc/>
    public override int SizeBytes => sizeof(long);

    /// <inheritdoc/>
    public override bool Holds<T>() => DType.I64.Holds<T>();

    /// <summary>Whether the number is one of this space.</summary>
    public bool Contains(long value) => value >= Start && value <= Start + (N - 1);

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<byte> value) =>
        value.Length == sizeof(long) && Contains(BinaryPrimitives.ReadInt64LittleEndian(value));

    /// <summary>For example <c>Discrete(0..1)</c>.</summary>
    public override string ToString() => $"Discrete({Start}..{Start + (N - 1)})";

    internal override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("space"u8, "discrete"u8);
        json.WriteNumber("n"u8, N);
        json.WriteNumber("start"u8, Start);
        json.WriteEndObject();
    }
}
