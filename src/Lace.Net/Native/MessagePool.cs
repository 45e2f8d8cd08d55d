using System.Collections.Concurrent;

namespace Lace.Net.Native;

/// <summary>Spare <see cref="Message"/> objects, so that a warm loop allocates none. Any thread.</summary>
internal sealed class MessagePool : IDisposable
{
    // More than is ever in flight in a steady loop; the rest is freed.
    private const int SpareMax = 256;

    private readonly ConcurrentQueue<Message> _spare = new();
    private int _spareCount;
    private volatile bool _disposed;

    internal Message Rent()
    {
        if (!_spare.TryDequeue(out Message? message))
            return new Message();
        Interlocked.Decrement(ref _spareCount);
        return message;
    }

    internal void Return(Message message)
    {
        message.Release();
        if (Interlocked.Increment(ref _spareCount) <= SpareMax)
        {
            _spare.Enqueue(message);
            if (_disposed)
                Dispose();
            return;
        }

        Interlocked.Decrement(ref _spareCount);
        ((IDisposable)message).Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        while (_spare.TryDequeue(out Message? message))
            ((IDisposable)message).Dispose();
    }
}
