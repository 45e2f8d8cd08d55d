using System.Runtime.InteropServices;

namespace Lace.Net.Native;

/// <summary>Parks one thread on a bell and up to two sockets.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int ItemMax = 3;

    private readonly Bell _bell;
    private PollItem* _items;
    private int _count = 1;

    internal Poller(Bell bell)
    {
        _bell = bell;
        _items = (PollItem*)NativeMemory.AllocZeroed(ItemMax, (nuint)sizeof(PollItem));
        _items[0] = new PollItem { FileDescriptor = bell.FileDescriptor, Events = LibZmq.PollIn };
    }

    ~Poller() => NativeMemory.Free(_items);

    /// <summary>Polls these sockets from now on.</summary>
    internal void Watch(Socket first, Socket? second = null)
    {
        _items[1] = new PollItem { Socket = first.Handle, Events = LibZmq.PollIn };
        _count = 2;
        if (second is not null)
            _items[_count++] = new PollItem { Socket = second.Handle, Events = LibZmq.PollIn };
    }

    /// <summary>
    /// Returns when a socket can be read, the bell has rung (and takes the rings), or the time is over. True: the bell rang.
    /// </summary>
    internal bool Wait(int timeoutMs)
    {
        ObjectDisposedException.ThrowIf(_items == null, this);
        int ready = LibZmq.Poll(_items, _count, timeoutMs);
        if (ready < 0)
        {
            if (NativeError.Last != NativeError.Interrupted)
                throw NativeError.Of("zmq_poll");
            return false;
        }

        if (ready == 0 || (_items[0].ReturnedEvents & LibZmq.PollIn) == 0)
            return false;
        _bell.Wait();
        return true;
    }

    /// <summary>Polls no socket until the next <see cref="Watch"/>.</summary>
    internal void Unwatch() => _count = 1;

    /// <summary>Also (or no longer) wakes when the first (0) or second (1) socket can be written.</summary>
    internal void WatchWritable(bool on, int socket = 0) =>
        _items[1 + socket].Events = on ? (short)(LibZmq.PollIn | LibZmq.PollOut) : LibZmq.PollIn;

    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
        GC.SuppressFinalize(this);
    }
}
