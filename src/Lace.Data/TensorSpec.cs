using System.Collections.Immutable;

namespace Lace.Data;

/// <summary>Name, element type and shape of one tensor. Immutable, equal by content.</summary>
public sealed class TensorSpec : IEquatable<TensorSpec>
{
    /// <summary>The name that safetensors keeps for constant strings; no tensor may have it.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Not empty, not <c>__metadata__</c>, valid Unicode. Nested observations use <c>/</c>: <c>obs/front</c>.</param>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Lengths of the axes, row-major, last axis contiguous; none for a scalar. At most 32 axes.</param>
    /// <exception cref="ArgumentException">A bad name, a negative length, too many axes or more than 2 GiB.</exception>
    public TensorSpec(string name, DType dtype, params ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == MetadataName)
            throw new ArgumentException($"a tensor may not be named {MetadataName}: safetensors keeps that name", nameof(name));

        if (shape.Length > Shapes.MaxRank)
            throw new ArgumentException($"too many axes: name={name}, axes={shape.Length}, expected at most {Shapes.MaxRank}");

        if (!Shapes.TrySizeBytes(shape, dtype, out int sizeBytes))
        {
            throw new ArgumentException(
                $"shape out of range: name={name}, shape={Shapes.Format(shape)}, expected lengths of at least 0 and at most 2 GiB in all",
                nameof(shape));
        }

        Name = name;
        DType = dtype;
        Shape = [.. shape];
        SizeBytes = sizeBytes;
        Utf8Name = StrictUtf8.Encode(name, "a tensor's name");
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>Lengths of the axes; empty for a scalar, which has one element.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Bytes of all elements; 0 when an axis has length 0.</summary>
    public int SizeBytes { get; }

    /// <summary>How many elements.</summary>
    public int ElementCount => SizeBytes / DType.SizeBytes();

    internal byte[] Utf8Name { get; }

    /// <inheritdoc/>
    public bool Equals(TensorSpec? other) =>
        other is not null && Name == other.Name && DType == other.DType && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, DType, Shape.Length, SizeBytes);

    /// <summary>For example <c>obs/front U8[480, 640, 3]</c>.</summary>
    public override string ToString() => $"{Name} {DType.WireName()}{Shapes.Format(Shape.AsSpan())}";
}
