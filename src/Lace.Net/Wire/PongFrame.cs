using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>PONG: the answer to a PING, with the times of the clock measurement.</summary>
internal readonly struct PongFrame
{
    internal const int SizeBytes = 56;

    internal ulong Call { get; init; }

    internal bool CallKnown { get; init; }

    internal long PingSentNs { get; init; }

    internal long PingReceivedNs { get; init; }

    internal long SentNs { get; init; }

    internal ulong Connection { get; init; }

    internal uint MessageBytesMax { get; init; }

    internal void Write(Span<byte> frame)
    {
        WireHeader.Write(frame, WireKind.Pong, CallKnown ? WireHeader.CallKnownFlag : (ushort)0);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Call);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], PingSentNs);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], PingReceivedNs);
        BinaryPrimitives.WriteInt64LittleEndian(frame[32..], SentNs);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[40..], Connection);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[48..], MessageBytesMax);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[52..], 0);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, ushort flags, out PongFrame pong)
    {
        pong = default;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (frame.Length != SizeBytes)
            return WireFault.Length;
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[52..]) != 0)
            return WireFault.Value;
        pong = new PongFrame
        {
            Call = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
            CallKnown = (flags & WireHeader.CallKnownFlag) != 0,
            PingSentNs = BinaryPrimitives.ReadInt64LittleEndian(frame[16..]),
            PingReceivedNs = BinaryPrimitives.ReadInt64LittleEndian(frame[24..]),
            SentNs = BinaryPrimitives.ReadInt64LittleEndian(frame[32..]),
            Connection = BinaryPrimitives.ReadUInt64LittleEndian(frame[40..]),
            MessageBytesMax = BinaryPrimitives.ReadUInt32LittleEndian(frame[48..]),
        };
        return WireFault.None;
    }
}
