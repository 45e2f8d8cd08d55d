using System.Buffers;
using System.Runtime.InteropServices;

namespace Lace.Net.Native;

/// <summary>
/// One frame in the provider's memory. Reusable: receive into it or <see cref="Allocate"/> again and the old bytes are released.
/// One owner at a time, any thread. No finalizer, because a span does not keep its message alive: the owner gives it back to its pool.
/// </summary>
internal sealed unsafe class Message : MemoryManager<byte>
{
    private void* _native;

    internal Message()
    {
        _native = NativeMemory.AlignedAlloc(LibZmq.MessageStructBytes, LibZmq.MessageStructBytes);
        LibZmq.MessageInit(_native);
    }

    internal void* Native => _native != null ? _native : throw new ObjectDisposedException(nameof(Message));

    internal int SizeBytes => (int)LibZmq.MessageSize(Native);

    /// <summary>More frames of the same message follow this received one.</summary>
    internal bool HasMore => LibZmq.MessageMore(Native) != 0;

    /// <summary>Makes room for a frame to be filled and sent.</summary>
    internal Span<byte> Allocate(int sizeBytes)
    {
        Release();
        if (LibZmq.MessageInitSize(Native, (nuint)sizeBytes) != 0)
        {
            LibZmq.MessageInit(Native);
            throw new OutOfMemoryException($"no memory for a frame: sizeBytes={sizeBytes}.");
        }

        return GetSpan();
    }

    /// <summary>Lets go of the bytes; the object stays usable.</summary>
    internal void Release()
    {
        LibZmq.MessageClose(Native);
        LibZmq.MessageInit(Native);
    }

    // SAFETY: libzmq keeps the data where it is, and as large as it says, until the message is closed, sent or received into.
    public override Span<byte> GetSpan() => new(LibZmq.MessageData(Native), SizeBytes);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)SizeBytes, nameof(elementIndex));
        return new MemoryHandle((byte*)LibZmq.MessageData(Native) + elementIndex, default, this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        void* native = _native;
        _native = null;
        if (native == null)
            return;
        LibZmq.MessageClose(native);
        NativeMemory.AlignedFree(native);
    }
}
