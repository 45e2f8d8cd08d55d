using System.Buffers;
using System.Text.Json;
using Lace.Data.Spaces;

namespace Lace.Data;

/// <summary>The set of values that an observation or an action may take, in gymnasium's terms. Immutable, equal by content.</summary>
/// <remarks>A value of a space is always <see cref="SizeBytes"/> bytes: little-endian elements, row-major, without a header.</remarks>
public abstract record Space
{
    private protected Space()
    {
    }

    /// <summary>Bytes of one value.</summary>
    public abstract int SizeBytes { get; }

    /// <summary>Whether a value is one array of <typeparamref name="T"/>, as <see cref="DTypes.Holds{T}"/> says for its elements.</summary>
    public abstract bool Holds<T>() where T : unmanaged;

    /// <summary>Whether the value is in the space: the exact size and every element within its bounds; NaN never is.</summary>
    /// <param name="value">Elements of a value; need not be aligned.</param>
    public abstract bool Contains(ReadOnlySpan<byte> value);

    /// <summary>The space as compact JSON, the same bytes for equal spaces; <see cref="Parse"/> reads it.</summary>
    public byte[] ToUtf8()
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        WriteTo(json);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Tells this space from others in eight bytes, for a fixed field of a message.</summary>
    public ulong ComputeHash() => Fingerprint.Of(ToUtf8());

    /// <summary>Reads what <see cref="ToUtf8"/> wrote, without trusting it; allocation follows its length.</summary>
    /// <exception cref="TensorFormatException">Not a space.</exception>
    public static Space Parse(ReadOnlySpan<byte> utf8) => SpaceParser.Parse(utf8);

    internal abstract void WriteTo(Utf8JsonWriter json);
}
