using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>First frame of DATA; the payload is the second.</summary>
internal readonly struct DataFrame
{
    internal const int SizeBytes = 40;

    internal ulong Subscription { get; init; }

    internal long Sequence { get; init; }

    internal long CaptureNs { get; init; }

    internal long SentNs { get; init; }

    internal void Write(Span<byte> frame)
    {
        WireHeader.Write(frame, WireKind.Data);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Subscription);
        BinaryPrimitives.WriteInt64LittleEndian(frame[16..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(frame[24..], CaptureNs);
        BinaryPrimitives.WriteInt64LittleEndian(frame[32..], SentNs);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out DataFrame data)
    {
        data = default;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (frame.Length != SizeBytes)
            return WireFault.Length;
        data = new DataFrame
        {
            Subscription = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(frame[16..]),
            CaptureNs = BinaryPrimitives.ReadInt64LittleEndian(frame[24..]),
            SentNs = BinaryPrimitives.ReadInt64LittleEndian(frame[32..]),
        };
        return data.Subscription != 0 && data.Sequence > 0 ? WireFault.None : WireFault.Value;
    }
}
