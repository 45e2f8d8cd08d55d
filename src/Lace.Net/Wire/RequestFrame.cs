using System.Buffers.Binary;

namespace Lace.Net.Wire;

/// <summary>REQUEST: a call id, a name, a payload.</summary>
internal readonly ref struct RequestFrame
{
    internal const int FixedBytes = 24;

    internal ulong Call { get; private init; }

    internal ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Where the payload begins in the frame; it ends with the frame.</summary>
    internal int PayloadOffset { get; private init; }

    internal static int SizeBytes(int nameBytes, int payloadBytes) => checked(FixedBytes + nameBytes + payloadBytes);

    internal static void Write(Span<byte> frame, ulong call, ReadOnlySpan<byte> name, ReadOnlySpan<byte> payload)
    {
        WireHeader.Write(frame, WireKind.Request);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[8..], call);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[16..], (ushort)name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[18..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[20..], (uint)payload.Length);
        name.CopyTo(frame[FixedBytes..]);
        payload.CopyTo(frame[(FixedBytes + name.Length)..]);
    }

    /// <summary>Reads what <see cref="WireHeader.Read"/> has found to be a REQUEST.</summary>
    internal static WireFault Read(ReadOnlySpan<byte> frame, out RequestFrame request)
    {
        request = default;
        if (frame.Length < FixedBytes)
            return WireFault.TooShort;
        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(frame[16..]);
        long payloadBytes = BinaryPrimitives.ReadUInt32LittleEndian(frame[20..]);
        if (frame.Length != FixedBytes + nameBytes + payloadBytes)
            return WireFault.Length;
        ulong call = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]);
        if (call == 0 || BinaryPrimitives.ReadUInt16LittleEndian(frame[18..]) != 0)
            return WireFault.Value;
        ReadOnlySpan<byte> name = frame.Slice(FixedBytes, nameBytes);
        if (!WireName.IsValid(name))
            return WireFault.Name;
        request = new RequestFrame { Call = call, Name = name, PayloadOffset = FixedBytes + nameBytes };
        return WireFault.None;
    }
}
