namespace Lace.Data;

/// <summary>Type of a tensor's elements. Names are safetensors' names; numbers are stable.</summary>
public enum DType : byte
{
    /// <summary>One byte, 0 or 1; viewed as <see cref="byte"/>, since a peer may write any byte.</summary>
    Bool = 0,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8 = 1,

    /// <summary>Signed 8-bit integer.</summary>
    I8 = 2,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16 = 3,

    /// <summary>Signed 16-bit integer.</summary>
    I16 = 4,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32 = 5,

    /// <summary>Signed 32-bit integer.</summary>
    I32 = 6,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64 = 7,

    /// <summary>Signed 64-bit integer.</summary>
    I64 = 8,

    /// <summary>IEEE half precision, viewed as <see cref="Half"/>.</summary>
    F16 = 9,

    /// <summary>The upper half of an IEEE single, viewed as <see cref="ushort"/>.</summary>
    BF16 = 10,

    /// <summary>IEEE single precision.</summary>
    F32 = 11,

    /// <summary>IEEE double precision.</summary>
    F64 = 12,
}
