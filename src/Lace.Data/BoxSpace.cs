using System.Collections.Immutable;
using System.Text.Json;
using Lace.Data.Spaces;

namespace Lace.Data;

/// <summary>An array whose elements lie between a low and a high bound each, both included.</summary>
/// <remarks>
/// Bounds are kept as <see cref="double"/>, rounded to the element type first, so that an element equal to a stated bound is inside.
/// Of 64-bit integers beyond 2^53 the bound is the nearest double.
/// </remarks>
public sealed record BoxSpace : Space
{
    private readonly ImmutableArray<double> _low;
    private readonly ImmutableArray<double> _high;

    /// <summary>The same bounds for every element.</summary>
    /// <param name="low">Lower bound, or <see cref="double.NegativeInfinity"/> where the element type has it.</param>
    /// <param name="high">Upper bound, or <see cref="double.PositiveInfinity"/> where the element type has it.</param>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Lengths of the axes, row-major.</param>
    /// <exception cref="ArgumentException">
    /// Bounds that are NaN, in the wrong order or outside the element type; a shape that a tensor cannot have.
    /// </exception>
    public BoxSpace(double low, double high, DType dtype, params ReadOnlySpan<int> shape)
        : this([low], [high], dtype, shape, isUniform: true)
    {
    }

    /// <summary>Bounds of their own for every element.</summary>
    /// <param name="low">Lower bounds, row-major, one an element.</param>
    /// <param name="high">Upper bounds, row-major, one an element.</param>
    /// <inheritdoc cref="BoxSpace(double, double, DType, ReadOnlySpan{int})"/>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Lengths of the axes, row-major.</param>
    public BoxSpace(ReadOnlySpan<double> low, ReadOnlySpan<double> high, DType dtype, params ReadOnlySpan<int> shape)
        : this(low, high, dtype, shape, isUniform: false)
    {
    }

    internal BoxSpace(ReadOnlySpan<double> low, ReadOnlySpan<double> high, DType dtype, ReadOnlySpan<int> shape, bool isUniform)
    {
        // The checks of a tensor's shape are the checks of a box's.
        TensorSpec spec = new("box", dtype, shape);
        int bounds = isUniform ? 1 : spec.ElementCount;
        if (low.Length != bounds || high.Length != bounds)
        {
            throw new ArgumentException(
                $"bounds do not fit the shape: low={low.Length}, high={high.Length}, shape={Shapes.Format(shape)}, expected {bounds} each");
        }

        double[] lows = new double[bounds];
        double[] highs = new double[bounds];
        for (int i = 0; i < bounds; i++)
        {
            lows[i] = Elements.Round(low[i], dtype);
            highs[i] = Elements.Round(high[i], dtype);
            (double min, double max) = Elements.Range(dtype);

            // Written so that NaN fails too.
            if (!(lows[i] >= min && lows[i] <= highs[i] && highs[i] <= max))
            {
                throw new ArgumentException(
                    $"bounds out of range: low={low[i]}, high={high[i]}, expected {min} <= low <= high <= {max} for {dtype.WireName()}");
            }
        }

        DType = dtype;
        Shape = spec.Shape;
        SizeBytes = spec.SizeBytes;
        IsUniform = isUniform;
        _low = [.. lows];
        _high = [.. highs];
    }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Lengths of the axes, row-major.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Whether all elements have the same bounds.</summary>
    public bool IsUniform { get; }

    /// <inheritdoc/>
    public override int SizeBytes { get; }

    /// <summary>How many elements.</summary>
    public int ElementCount => SizeBytes / DType.SizeBytes();

    /// <summary>Lower bound of element <paramref name="index"/>.</summary>
    public double Low(int index) => _low[IsUniform ? 0 : index];

    /// <summary>Upper bound of element <paramref name="index"/>.</summary>
    public double High(int index) => _high[IsUniform ? 0 : index];

    /// <inheritdoc/>
    public override bool Holds<T>() => DType.Holds<T>();

    /// <inheritdoc/>
    public override bool Contains(ReadOnlySpan<byte> value)
    {
        if (value.Length != SizeBytes)
            return false;

        int elementBytes = DType.SizeBytes();
        for (int i = 0, offset = 0; offset < value.Length; i++, offset += elementBytes)
        {
            double element = Elements.Read(value[offset..], DType);
            if (!(element >= Low(i) && element <= High(i)))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(BoxSpace? other) =>
        other is not null && DType == other.DType && IsUniform == other.IsUniform && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan())
        && _low.AsSpan().SequenceEqual(other._low.AsSpan()) && _high.AsSpan().SequenceEqual(other._high.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DType, SizeBytes, Shape.Length, _low.Length == 0 ? 0 : _low[0]);

    /// <summary>For example <c>Box(F32[4], 0..1)</c>; bounds that differ are not listed.</summary>
    public override string ToString() =>
        $"Box({DType.WireName()}{Shapes.Format(Shape.AsSpan())}, {(IsUniform ? $"{_low[0]}..{_high[0]}" : "bounds per element")})";

    internal override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("space"u8, "box"u8);
        json.WriteString("dtype"u8, DType.WireName());
        json.WriteStartArray("shape"u8);
        foreach (int length in Shape)
            json.WriteNumberValue(length);

        json.WriteEndArray();
        WriteBounds(json, "low"u8, _low.AsSpan());
        WriteBounds(json, "high"u8, _high.AsSpan());
        json.WriteEndObject();
    }

    private void WriteBounds(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<double> bounds)
    {
        json.WritePropertyName(name);
        if (!IsUniform)
            json.WriteStartArray();

        foreach (double bound in bounds)
        {
            if (double.IsInfinity(bound))
                json.WriteStringValue(bound < 0 ? "-inf"u8 : "inf"u8);
            else
                json.WriteNumberValue(bound);
        }

        if (!IsUniform)
            json.WriteEndArray();
    }
}
