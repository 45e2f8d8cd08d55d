using System.Text;

namespace Lace.Net.Native;

/// <summary>One ROUTER or DEALER. It belongs to one thread at a time; handing it on needs a lock or a thread start between.</summary>
internal sealed unsafe class Socket : IDisposable
{
    private nint _handle;

    private Socket(Context context, int type)
    {
        _handle = LibZmq.SocketNew(context.Handle, type);
        if (_handle == 0)
            throw NativeError.Of("zmq_socket");
        Set(SocketOption.Linger, 0);
        Set(SocketOption.HandshakeIntervalMs, 5000);
        Set(SocketOption.TcpKeepAlive, 1);
    }

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Socket));

    /// <summary>Binds a ROUTER that says when a named peer is not there.</summary>
    internal static Socket BindRouter(Context context, string address, long maxFrameBytes, out string boundAddress)
    {
        Socket socket = new(context, LibZmq.RouterType);
        try
        {
            socket.AllowIPv6(address);
            socket.Set(SocketOption.RouterMandatory, 1);
            socket.Set(SocketOption.MaxFrameBytes, maxFrameBytes);
            if (LibZmq.Bind(socket.Handle, address) != 0)
                throw NativeError.Of($"cannot bind {address}");
            boundAddress = socket.GetText(SocketOption.LastEndpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Starts to connect a DEALER; libzmq goes on trying. It queues nothing while there is no connection.</summary>
    internal static Socket ConnectDealer(Context context, string address, long maxFrameBytes)
    {
        Socket socket = new(context, LibZmq.DealerType);
        try
        {
            socket.AllowIPv6(address);
            socket.Set(SocketOption.Immediate, 1);
            socket.Set(SocketOption.MaxFrameBytes, maxFrameBytes);
            socket.Set(SocketOption.ReconnectIntervalMs, 50);
            socket.Set(SocketOption.ReconnectIntervalMaxMs, 1000);
            if (LibZmq.Connect(socket.Handle, address) != 0)
                throw NativeError.Of($"cannot connect {address}");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Copies one frame out. Never waits.</summary>
    internal SendResult TrySend(ReadOnlySpan<byte> frame, bool more = false)
    {
        while (true)
        {
            int sent;
            fixed (byte* bytes = frame)
                sent = LibZmq.Send(Handle, bytes, (nuint)frame.Length, Flags(more));
            if (sent >= 0)
                return SendResult.Sent;
            if (Refused(out SendResult result))
                return result;
        }
    }

    /// <summary>Hands one frame over; once sent, <paramref name="frame"/> is empty. Never waits.</summary>
    internal SendResult TrySend(Message frame, bool more = false)
    {
        while (true)
        {
            if (LibZmq.MessageSend(frame.Native, Handle, Flags(more)) >= 0)
                return SendResult.Sent;
            if (Refused(out SendResult result))
                return result;
        }
    }

    /// <summary>Receives one frame into <paramref name="frame"/>, releasing what it held. False: there is none. Never waits.</summary>
    internal bool TryReceive(Message frame)
    {
        while (true)
        {
            if (LibZmq.MessageReceive(frame.Native, Handle, LibZmq.DontWait) >= 0)
                return true;
            int error = NativeError.Last;
            if (error == NativeError.Again)
                return false;
            if (error != NativeError.Interrupted)
                throw NativeError.Of("zmq_msg_recv", error);
        }
    }

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0 && LibZmq.SocketClose(handle) != 0)
            throw NativeError.Of("zmq_close");
    }

    // Only where it was asked for: with it on, libzmq looks names up as IPv6 first and does not fall back.
    private void AllowIPv6(string address) => Set(SocketOption.IPv6, address.Contains('[', StringComparison.Ordinal) ? 1 : 0);

    private static int Flags(bool more) => LibZmq.DontWait | (more ? LibZmq.SendMore : 0);

    private static bool Refused(out SendResult result)
    {
        int error = NativeError.Last;
        result = error == NativeError.Again ? SendResult.Full : SendResult.Gone;
        return error switch
        {
            NativeError.Again or NativeError.HostUnreachable => true,
            NativeError.Interrupted => false,
            _ => throw NativeError.Of("zmq_msg_send", error),
        };
    }

    private void Set(SocketOption option, long value)
    {
        int narrow = (int)value;
        int result = option == SocketOption.MaxFrameBytes
            ? LibZmq.SetOption(Handle, (int)option, &value, sizeof(long))
            : LibZmq.SetOption(Handle, (int)option, &narrow, sizeof(int));
        if (result != 0)
            throw NativeError.Of($"zmq_setsockopt {option}={value}");
    }

    private string GetText(SocketOption option)
    {
        byte* text = stackalloc byte[256];
        nuint size = 256;
        if (LibZmq.GetOption(Handle, (int)option, text, &size) != 0)
            throw NativeError.Of($"zmq_getsockopt {option}");
        return Encoding.UTF8.GetString(text, (int)size - 1);
    }
}
