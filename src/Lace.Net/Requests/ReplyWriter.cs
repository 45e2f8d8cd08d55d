using System.Buffers;

namespace Lace.Net.Requests;

/// <summary>Gathers a reply; reused from call to call. One thread at a time.</summary>
internal sealed class ReplyWriter(int sizeBytesMax) : IBufferWriter<byte>
{
    // Larger buffers go back to the shared pool after the call, so that one large reply does not stay allocated for ever.
    private const int KeptBytesMax = 64 << 10;

    private byte[] _buffer = [];
    private int _count;

    internal ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _count);

    public void Advance(int count)
    {
        if (count < 0 || count > _buffer.Length - _count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"count must be 0..{_buffer.Length - _count}.");
        if (_count + (long)count > sizeBytesMax)
            throw new InvalidOperationException($"reply too large: bytes={_count + (long)count}, MaxMessageBytes={sizeBytesMax}.");
        _count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_count);
    }

    internal void Clear()
    {
        _count = 0;
        if (_buffer.Length > KeptBytesMax)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private void Reserve(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        int needed = Math.Max(1, sizeHint);
        if (_buffer.Length - _count >= needed)
            return;
        if (_count + (long)needed > sizeBytesMax + 1L)
            throw new InvalidOperationException($"reply too large: bytes={_count + (long)needed}, MaxMessageBytes={sizeBytesMax}.");
        int doubled = (int)Math.Min(Array.MaxLength, 2L * _buffer.Length);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(256, Math.Max(_count + needed, doubled)));
        Written.CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
