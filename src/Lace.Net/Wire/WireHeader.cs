using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>The first eight bytes of every message; see docs/WIRE.md.</summary>
internal static class WireHeader
{
    internal const int SizeBytes = 8;
    internal const byte Version = 0;
    internal const ushort CallKnownFlag = 1;

    /// <summary>What a frame may be longer than the payload that it carries.</summary>
    internal const int OverheadBytesMax = 4096;

    // "LACE" read as a little-endian number.
    private const uint Magic = 0x4543_414C;

    internal static void Write(Span<byte> frame, WireKind kind, ushort flags = 0)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Magic);
        frame[4] = Version;
        frame[5] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], flags);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out WireKind kind, out ushort flags)
    {
        kind = default;
        flags = 0;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic)
            return WireFault.Magic;
        if (frame[4] != Version)
            return WireFault.Version;
        kind = (WireKind)frame[5];
        flags = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]);
        if (kind is < WireKind.Request or > WireKind.Data)
            return WireFault.Kind;
        return flags == 0 || (kind == WireKind.Pong && flags == CallKnownFlag) ? WireFault.None : WireFault.Value;
    }
}
