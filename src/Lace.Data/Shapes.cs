namespace Lace.Data;

/// <summary>Arithmetic on shapes that cannot overflow unseen.</summary>
internal static class Shapes
{
    /// <summary>Most axes of a shape: what numpy allows.</summary>
    internal const int MaxRank = 32;

    /// <summary>Bytes of a row-major tensor; false when a length is negative or the bytes exceed <see cref="int.MaxValue"/>.</summary>
    /// <remarks>A product that overflows before it meets a zero counts as too big, whatever the order of the axes.</remarks>
    internal static bool TrySizeBytes(ReadOnlySpan<int> shape, DType dtype, out int sizeBytes)
    {
        long product = dtype.SizeBytes();
        bool empty = false;
        sizeBytes = 0;
        foreach (int length in shape)
        {
            if (length < 0)
                return false;

            empty |= length == 0;
            product *= Math.Max(length, 1);
            if (product > int.MaxValue)
                return false;
        }

        sizeBytes = empty ? 0 : (int)product;
        return true;
    }

    internal static string Format(ReadOnlySpan<int> shape)
    {
        string[] lengths = new string[shape.Length];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = shape[i].ToString();

        return $"[{string.Join(", ", lengths)}]";
    }
}
