using System.Buffers.Binary;
using System.Text;

namespace Lace.Net.Wire;

/// <summary>ERROR: the end of a call or subscription, with a code and a text.</summary>
internal readonly ref struct ErrorFrame
{
    internal const int FixedBytes = 24;
    internal const int TextBytesMax = 4000;

    internal ulong Id { get; private init; }

    internal RemoteErrorCode Code { get; private init; }

    internal string Text { get; private init; }

    internal static byte[] Create(ulong id, RemoteErrorCode code, string text)
    {
        byte[] bytes = Encode(text);
        byte[] frame = new byte[FixedBytes + bytes.Length];
        WireHeader.Write(frame, WireKind.Error);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(8), id);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(16), (ushort)code);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(18), (ushort)bytes.Length);
        bytes.CopyTo(frame.AsSpan(FixedBytes));
        return frame;
    }

    internal static WireFault Read(ReadOnlySpan<byte> frame, out ErrorFrame error)
    {
        error = default;
        if (frame.Length < FixedBytes)
            return WireFault.TooShort;
        int textBytes = BinaryPrimitives.ReadUInt16LittleEndian(frame[18..]);
        if (frame.Length != FixedBytes + textBytes)
            return WireFault.Length;
        ushort code = BinaryPrimitives.ReadUInt16LittleEndian(frame[16..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[20..]) != 0
            || code is < (ushort)RemoteErrorCode.HandlerFailed or > (ushort)RemoteErrorCode.Stopped)
            return WireFault.Value;
        error = new ErrorFrame
        {
            Id = BinaryPrimitives.ReadUInt64LittleEndian(frame[8..]),
            Code = (RemoteErrorCode)code,
            Text = Encoding.UTF8.GetString(frame[FixedBytes..]),
        };
        return WireFault.None;
    }

    private static byte[] Encode(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= TextBytesMax)
            return bytes;
        int end = TextBytesMax;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80)
            end--;
        return bytes[..end];
    }
}
