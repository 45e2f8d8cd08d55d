using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>HELLO: this is the bulk connection of a session.</summary>
internal readonly struct HelloFrame
{
    internal const int SizeBytes = 32;

    internal Session Session { get; init; }

    internal uint HeartbeatMs { get; init; }

    internal void Write(Span<byte> frame)
    {
        WireHeader.Write(frame, WireKind.Hello);
        Session.Write(frame[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[24..], HeartbeatMs);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[28..], 0);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out HelloFrame hello)
    {
        hello = default;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (frame.Length != SizeBytes)
            return WireFault.Length;
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[28..]) != 0)
            return WireFault.Value;
        hello = new HelloFrame
        {
            Session = Session.Read(frame[8..]),
            HeartbeatMs = BinaryPrimitives.ReadUInt32LittleEndian(frame[24..]),
        };
        return WireFault.None;
    }
}
