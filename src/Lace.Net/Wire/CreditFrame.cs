using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>CREDIT: so many messages more.</summary>
internal readonly struct CreditFrame
{
    internal const int SizeBytes = 24;

    internal ulong Subscription { get; init; }

    internal uint Messages { get; init; }

    internal void Write(Span<byte> frame)
    {
        WireHeader.Write(frame, WireKind.Credit);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Subscription);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[16..], Messages);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[20..], 0);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out CreditFrame credit)
    {
        credit = default;
        if (frame.Length < SizeBytes)
            return WireFault.TooShort;
        if (frame.Length != SizeBytes)
            return WireFault.Length;
        credit = new CreditFrame
        {
            Subscription = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
            Messages = BinaryPrimitives.ReadUInt32LittleEndian(frame[16..]),
        };
        bool valid = credit.Subscription != 0
            && credit.Messages is > 0 and <= SubscribeFrame.CreditMax
            && BinaryPrimitives.ReadUInt32LittleEndian(frame[20..]) == 0;
        return valid ? WireFault.None : WireFault.Value;
    }
}
