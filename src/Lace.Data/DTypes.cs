namespace Lace.Data;

/// <summary>Sizes, names and .NET types of <see cref="DType"/>.</summary>
public static class DTypes
{
    private static readonly string[] s_names =
        ["BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "F16", "BF16", "F32", "F64"];

    /// <summary>Names as they stand in a safetensors header, separated by commas: for error messages.</summary>
    internal static string AllNames => string.Join(", ", s_names);

    /// <summary>Size of one element in bytes: 1, 2, 4 or 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of <see cref="DType"/>.</exception>
    public static int SizeBytes(this DType dtype) => dtype switch
    {
        DType.Bool or DType.U8 or DType.I8 => 1,
        DType.U16 or DType.I16 or DType.F16 or DType.BF16 => 2,
        DType.U32 or DType.I32 or DType.F32 => 4,
        DType.U64 or DType.I64 or DType.F64 => 8,
        _ => throw Unknown(dtype),
    };

    /// <summary>The name that a safetensors header uses, such as <c>F32</c> or <c>BOOL</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member of <see cref="DType"/>.</exception>
    public static string WireName(this DType dtype) => (int)dtype < s_names.Length ? s_names[(int)dtype] : throw Unknown(dtype);

    /// <summary>Finds the type that a safetensors header names; case matters. False when Lace does not know the name.</summary>
    public static bool TryParse(ReadOnlySpan<char> wireName, out DType dtype)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            if (wireName.SequenceEqual(s_names[i]))
            {
                dtype = (DType)i;
                return true;
            }
        }

        dtype = default;
        return false;
    }

    /// <summary>Whether elements of <paramref name="dtype"/> are viewed as <typeparamref name="T"/>.</summary>
    /// <remarks>
    /// One type each, but <see cref="byte"/> for both U8 and Bool, and <see cref="ushort"/> for both U16 and BF16.
    /// Never <see cref="bool"/>: a byte from a peer may be neither 0 nor 1.
    /// </remarks>
    public static bool Holds<T>(this DType dtype) where T : unmanaged => dtype switch
    {
        DType.Bool or DType.U8 => typeof(T) == typeof(byte),
        DType.I8 => typeof(T) == typeof(sbyte),
        DType.U16 or DType.BF16 => typeof(T) == typeof(ushort),
        DType.I16 => typeof(T) == typeof(short),
        DType.U32 => typeof(T) == typeof(uint),
        DType.I32 => typeof(T) == typeof(int),
        DType.U64 => typeof(T) == typeof(ulong),
        DType.I64 => typeof(T) == typeof(long),
        DType.F16 => typeof(T) == typeof(Half),
        DType.F32 => typeof(T) == typeof(float),
        DType.F64 => typeof(T) == typeof(double),
        _ => throw Unknown(dtype),
    };

    private static ArgumentOutOfRangeException Unknown(DType dtype) =>
        new(nameof(dtype), dtype, $"unknown element type: dtype={(int)dtype}, expected 0..{s_names.Length - 1}");
}
