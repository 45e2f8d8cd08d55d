using System.Buffers.Binary;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>A message whose content says which it is and shows whether it is whole: its number, then bytes that follow from it.</summary>
internal static class LoadMessage
{
    internal const int MaxBytes = 256;

    /// <summary>Sizes differ from message to message, but each has one of its own.</summary>
    internal static int BytesOf(long number) => sizeof(long) + (int)((ulong)number * 0x9E37_79B9_7F4A_7C15 >> 57);

    internal static void Write(Span<byte> message, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(message, number);
        for (int i = sizeof(long); i < message.Length; i++)
            message[i] = (byte)(number * 31 + i);
    }

    /// <summary>The number, once all of the content was found to belong to it.</summary>
    internal static long Read(ReadOnlySpan<byte> message)
    {
        long number = BinaryPrimitives.ReadInt64LittleEndian(message);
        Check.Equal(BytesOf(number), message.Length, $"number={number}");
        for (int i = sizeof(long); i < message.Length; i++)
        {
            if (message[i] != (byte)(number * 31 + i))
                Check.Fail($"torn message: number={number}, byte={i}");
        }

        return number;
    }
}
