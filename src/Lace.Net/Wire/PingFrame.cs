using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>PING: are you there, what is your clock, and do you still have this call?</summary>
internal readonly struct PingFrame
{
    internal const int SizeBytes = 32;

    internal ulong Call { get; init; }

    internal long SentNs { get; init; }

    internal uint HeartbeatMs { get; init; }

    internal void Write(Span<byte> frame)
    {
        WireHeader.Write(frame, WireKind.Ping);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Call);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], SentNs);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[24..], HeartbeatMs);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[28..], 0);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out PingFrame ping)
    {
        ping = default;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (frame.Length != SizeBytes)
            return WireFault.Length;
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[28..]) != 0)
            return WireFault.Value;
        ping = new PingFrame
        {
            Call = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
            SentNs = BinaryPrimitives.ReadInt64LittleEndian(frame[16..]),
            HeartbeatMs = BinaryPrimitives.ReadUInt32LittleEndian(frame[24..]),
        };
        return WireFault.None;
    }
}
