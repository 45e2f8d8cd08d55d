using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lace.Ipc;

/// <summary>Checked reinterpretation of bytes, so that no layer above needs unsafe code.</summary>
public static class Bytes
{
    /// <summary>Views bytes as values of <typeparamref name="T"/> in place, native endianness.</summary>
    /// <typeparam name="T">An unmanaged type.</typeparam>
    /// <param name="bytes">Length a multiple of the size of <typeparamref name="T"/>; start aligned for it, unless empty.</param>
    /// <returns>The same memory; no copy.</returns>
    /// <exception cref="ArgumentException">The length or the alignment does not fit.</exception>
    public static Span<T> Cast<T>(Span<byte> bytes)
        where T : unmanaged
    {
        Check<T>(bytes);
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <inheritdoc cref="Cast{T}(Span{byte})"/>
    public static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        Check<T>(bytes);
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    /// <summary>Views values as their bytes in place, native endianness.</summary>
    /// <typeparam name="T">An unmanaged type; padding inside it is part of the bytes.</typeparam>
    /// <param name="values">The values.</param>
    /// <returns>The same memory; no copy.</returns>
    /// <exception cref="OverflowException">More than <see cref="int.MaxValue"/> bytes.</exception>
    public static Span<byte> AsBytes<T>(Span<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values);

    /// <inheritdoc cref="AsBytes{T}(Span{T})"/>
    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values);

    internal static int SizeOf<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();

    private static unsafe void Check<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        if (bytes.Length % sizeof(T) != 0)
            throw new ArgumentException(
                $"length is not a multiple of the element size: bytes={bytes.Length}, {typeof(T).Name}={sizeof(T)}", nameof(bytes));

        // SAFETY: only the address is looked at; it is good for the alignment test as long as the memory does not move,
        // and memory that can move (a managed array) is aligned to at least 8 by the allocator wherever it goes.
        nint misalignment = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)) % Alignment<T>();
        if (misalignment != 0 && !bytes.IsEmpty)
            throw new ArgumentException(
                $"start is not aligned: {typeof(T).Name} needs {Alignment<T>()}, off by {misalignment}", nameof(bytes));
    }

    private static int Alignment<T>()
        where T : unmanaged => Unsafe.SizeOf<AlignmentProbe<T>>() - Unsafe.SizeOf<T>();

    // The padding behind the byte is what the runtime thinks the alignment of T is.
    private struct AlignmentProbe<T>
        where T : unmanaged
    {
#pragma warning disable CS0649, CS0169, IDE0044, IDE0051 // never assigned: only its layout matters
        private byte _before;
        private T _value;
#pragma warning restore CS0649, CS0169, IDE0044, IDE0051
    }
}
