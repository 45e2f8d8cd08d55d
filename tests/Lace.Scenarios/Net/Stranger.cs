using System.Runtime.InteropServices;
using Lace.Net;
using Lace.Net.Native;

namespace Lace.Scenarios.Net;

/// <summary>A bare DEALER that says what it likes, without any of the library's care.</summary>
internal sealed unsafe class Stranger : IDisposable
{
    private const int LingerOption = 17;
    private const int RoutingIdOption = 5;

    private readonly Context _context = new();
    private readonly Message _frame = new();
    private readonly nint _socket;

    internal Stranger(Endpoint endpoint, ReadOnlySpan<byte> routingId = default)
    {
        _socket = LibZmq.SocketNew(_context.Handle, LibZmq.DealerType);
        int linger = 0;
        Check.Equal(0, LibZmq.SetOption(_socket, LingerOption, &linger, sizeof(int)));
        fixed (byte* id = routingId)
            Check.True(id is null || LibZmq.SetOption(_socket, RoutingIdOption, id, (nuint)routingId.Length) == 0);
        Check.Equal(0, LibZmq.Connect(_socket, endpoint.ZmqAddress));
    }

    /// <summary>Sends one message of these frames.</summary>
    internal void Send(params byte[][] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            int flags = i < frames.Length - 1 ? LibZmq.SendMore : 0;
            fixed (byte* bytes = frames[i])
                Check.Equal(frames[i].Length, LibZmq.Send(_socket, bytes, (nuint)frames[i].Length, flags));
        }
    }

    internal bool TryReceive(out byte[] frame)
    {
        bool received = LibZmq.MessageReceive(_frame.Native, _socket, LibZmq.DontWait) >= 0;
        Check.True(received || Marshal.GetLastPInvokeError() == NativeError.Again);
        frame = received ? _frame.GetSpan().ToArray() : [];
        return received;
    }

    internal byte[] Receive()
    {
        byte[] frame = [];
        Check.Eventually(() => TryReceive(out frame));
        return frame;
    }

    public void Dispose()
    {
        LibZmq.SocketClose(_socket);
        _context.Dispose();
        ((IDisposable)_frame).Dispose();
    }
}
