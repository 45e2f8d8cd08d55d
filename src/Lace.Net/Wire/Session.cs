using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lace.Net.Wire;

/// <summary>
/// 16 random bytes that tie a subscriber's bulk connection to its control connection. Unguessable, so that none can take another's.
/// </summary>
internal readonly record struct Session(ulong Low, ulong High)
{
    internal const int SizeBytes = 16;

    internal static Session Create()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    internal static Session Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], High);
    }
}
