using System.Buffers.Binary;

namespace Lace.Data.Spaces;

/// <summary>Single elements as <see cref="double"/>: what bounds are compared with.</summary>
internal static class Elements
{
    /// <summary>The first element; <paramref name="bytes"/> need not be aligned.</summary>
    internal static double Read(ReadOnlySpan<byte> bytes, DType dtype) => dtype switch
    {
        DType.Bool or DType.U8 => bytes[0],
        DType.I8 => (sbyte)bytes[0],
        DType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        DType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        DType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        DType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        DType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        DType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        DType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        DType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        DType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        DType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "unknown element type"),
    };

    /// <summary>Smallest and largest value of the type, infinities included where it has them.</summary>
    internal static (double Min, double Max) Range(DType dtype) => dtype switch
    {
        DType.Bool => (0, 1),
        DType.U8 => (byte.MinValue, byte.MaxValue),
        DType.I8 => (sbyte.MinValue, sbyte.MaxValue),
        DType.U16 => (ushort.MinValue, ushort.MaxValue),
        DType.I16 => (short.MinValue, short.MaxValue),
        DType.U32 => (uint.MinValue, uint.MaxValue),
        DType.I32 => (int.MinValue, int.MaxValue),
        DType.U64 => (ulong.MinValue, ulong.MaxValue),
        DType.I64 => (long.MinValue, long.MaxValue),
        _ => (double.NegativeInfinity, double.PositiveInfinity),
    };

    /// <summary>The value that an element of the type takes when set to <paramref name="value"/>; integers are left as they are.</summary>
    internal static double Round(double value, DType dtype) => dtype switch
    {
        DType.F16 => (double)(Half)value,
        DType.BF16 => RoundToBFloat16(value),
        DType.F32 => (float)value,
        _ => value,
    };

    private static double RoundToBFloat16(double value)
    {
        float single = (float)value;
        if (!float.IsFinite(single))
            return single;

        // To nearest, ties to even: add just under half a unit of the last kept bit, and that bit itself.
        uint bits = BitConverter.SingleToUInt32Bits(single);
        bits += 0x7fff + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(bits & 0xffff0000);
    }
}
