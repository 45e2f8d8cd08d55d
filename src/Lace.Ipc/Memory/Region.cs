using System.Runtime.CompilerServices;

namespace Lace.Ipc.Memory;

/// <summary>A range of mapped bytes. Every offset is checked in every build: offsets may come from what a peer wrote.</summary>
internal readonly unsafe struct Region
{
    private readonly byte* _start;

    // SAFETY: the caller owns a mapping of at least `lengthBytes` bytes from `start` on.
    internal Region(byte* start, long lengthBytes)
    {
        _start = start;
        LengthBytes = lengthBytes;
    }

    internal long LengthBytes { get; }

    internal Region Slice(long offset, long lengthBytes)
    {
        Check(offset, lengthBytes, alignment: 1);
        return new Region(_start + offset, lengthBytes);
    }

    internal SharedInt32 Int32(long offset)
    {
        Check(offset, sizeof(int), sizeof(int));
        return new SharedInt32((int*)(_start + offset));
    }

    internal SharedInt64 Int64(long offset)
    {
        Check(offset, sizeof(long), sizeof(long));
        return new SharedInt64((long*)(_start + offset));
    }

    internal Span<byte> Span(long offset, int lengthBytes)
    {
        Check(offset, lengthBytes, alignment: 1);
        return new Span<byte>(_start + offset, lengthBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(long offset, long lengthBytes, int alignment)
    {
        // Unsigned comparison also catches negative values and the overflow of their sum.
        if ((ulong)offset > (ulong)LengthBytes || (ulong)lengthBytes > (ulong)(LengthBytes - offset) || (offset & (alignment - 1)) != 0)
            Throw(offset, lengthBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Throw(long offset, long lengthBytes) =>
        throw new SegmentCorruptException("offset", offset, 0, LengthBytes - lengthBytes);
}
