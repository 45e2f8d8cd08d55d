using System.Runtime.InteropServices;
using Lace.Ipc;

namespace Lace.Bench.Ends;

/// <summary>
/// A message in private memory, aligned like the floors': the first word is its sequence, the rest is the same in every message.
/// </summary>
internal sealed class Message
{
    /// <summary>First word of the message that ends the warm-up.</summary>
    internal const long WarmUpEnds = 0;

    /// <summary>First word of the message after the last.</summary>
    internal const long Stop = long.MinValue;

    private const int Alignment = 64;

    private readonly byte[] _memory;
    private readonly int _offset;
    private readonly int _sizeBytes;

    internal Message(int sizeBytes)
    {
        _sizeBytes = sizeBytes;
        _memory = GC.AllocateArray<byte>(sizeBytes + Alignment, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _offset = (int)(-address & (Alignment - 1));
        ulong word = 88172645463325252;
        foreach (ref ulong each in MemoryMarshal.Cast<byte, ulong>(Bytes))
        {
            word ^= word << 13;
            word ^= word >> 7;
            word ^= word << 17;
            each = word;
        }
    }

    internal Span<byte> Bytes => MemoryMarshal.CreateSpan(ref _memory[_offset], _sizeBytes);

    internal long Sequence
    {
        get => MemoryMarshal.Read<long>(Bytes);
        set => MemoryMarshal.Write(Bytes, in value);
    }

    /// <summary>Order by the first word, content by the last.</summary>
    internal void Check(Message sent, long sequence)
    {
        if (Sequence != sequence)
            throw Wrong("sequence", sequence, Sequence);

        if (_sizeBytes > sizeof(long) && LastWord != sent.LastWord)
            throw Wrong("last word", sent.LastWord, LastWord);
    }

    /// <summary>Every byte.</summary>
    internal void CheckWhole(Message sent)
    {
        int at = Bytes[sizeof(long)..].CommonPrefixLength(sent.Bytes[sizeof(long)..]);
        if (at != _sizeBytes - sizeof(long))
            throw Wrong("bytes that are right", _sizeBytes, at + sizeof(long));
    }

    private long LastWord => MemoryMarshal.Read<long>(Bytes[^sizeof(long)..]);

    // A fast wrong run is no run.
    private static InvalidDataException Wrong(string what, long expected, long found) =>
        new($"wrong answer: {what}: expected {expected}, found {found}");
}
