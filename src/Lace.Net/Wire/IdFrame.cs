using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>The shape that REPLY, CANCEL, SUBSCRIBED and UNSUBSCRIBE share: header and one id; a REPLY's payload follows.</summary>
internal static class IdFrame
{
    internal const int SizeBytes = 16;

    internal static void Write(Span<byte> frame, WireKind kind, ulong id)
    {
        WireHeader.Write(frame, kind);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], id);
    }

    /// <summary>Reads a frame of exactly this size, or of at least this size when a payload may follow.</summary>
    internal static WireFault Read(ReadOnlySpan<byte> frame, bool payloadFollows, out ulong id)
    {
        id = 0;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (frame.Length != SizeBytes && !payloadFollows)
            return WireFault.Length;
        id = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]);
        return id == 0 ? WireFault.Value : WireFault.None;
    }
}
