using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>SUBSCRIBE: a topic by name, how to deliver it, and the first credit.</summary>
internal readonly ref struct SubscribeFrame
{
    internal const int FixedBytes = 40;
    internal const uint CreditMax = 1024;

    internal ulong Subscription { get; init; }

    internal Session Session { get; init; }

    internal uint Credit { get; init; }

    internal WireDelivery Delivery { get; init; }

    internal ReadOnlySpan<byte> Name { get; init; }

    internal int SizeBytes => FixedBytes + Name.Length;

    internal void Write(Span<byte> frame)
    {
        WireHeader.Write(frame, WireKind.Subscribe);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], Subscription);
        Session.Write(frame[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[32..], Credit);
        frame[36] = (byte)Delivery;
        frame[37] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[38..], (ushort)Name.Length);
        Name.CopyTo(frame[FixedBytes..]);
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out SubscribeFrame subscribe)
    {
        subscribe = default;
        if (frame.Length < FixedBytes)
            return WireFault.TooShort;
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(frame[38..]);
        if (frame.Length != FixedBytes + nameBytes)
            return WireFault.Length;
        ulong subscription = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]);
        uint credit = BinaryPrimitives.ReadUInt32LittleEndian(frame[32..]);
        if (subscription == 0 || credit > CreditMax || frame[36] > (byte)WireDelivery.InOrder || frame[37] != 0)
            return WireFault.Value;
        if (!WireName.IsValid(frame[FixedBytes..]))
            return WireFault.Name;
        subscribe = new SubscribeFrame
        {
            Subscription = subscription,
            Session = Session.Read(frame[16..]),
            Credit = credit,
            Delivery = (WireDelivery)frame[36],
            Name = frame[FixedBytes..],
        };
        return WireFault.None;
    }
}
