using System.Buffers;
using Lace.Ipc;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Requests;

/// <summary>
/// A connection for one blocking call at a time. Its caller's thread sends, waits and reads by itself, so that a round trip has no thread
/// in it but libzmq's. The client's lock hands it from thread to thread.
/// </summary>
internal sealed class RequestLane : IDisposable
{
    // Four silent half heartbeats: nothing for two heartbeats, and at least three pings unanswered.
    private const int SilentTicksMax = 4;

    private readonly TcpRequestClient _client;
    private readonly Context _context;
    private readonly Bell _bell = new();
    private readonly Poller _poller;
    private readonly Message _out = new();
    private readonly Message _in = new();
    private Socket? _socket;
    private bool _introduced;
    private long _spokeMs;
    private ulong _call;

    internal RequestLane(TcpRequestClient client, Context context)
    {
        _client = client;
        _context = context;
        _poller = new Poller(_bell);
    }

    /// <summary>Wakes the caller, who then looks at its token and at the client. Any thread.</summary>
    internal void Interrupt() => _bell.Ring();

    internal void Request(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation)
    {
        RequestFrame.Write(_out.Allocate(RequestFrame.SizeBytes(_client.Name.Length, request.Length)), ++_call, _client.Name, request);
        long startMs = NetClock.NowMs;

        // Nobody pings between calls: a server forgets an idle client, and the heartbeat that it declared.
        _introduced &= startMs - _spokeMs < _client.Options.HeartbeatMs;
        _spokeMs = startMs;
        using CancellationTokenRegistration registration =
            cancellation.UnsafeRegister(static state => ((RequestLane)state!).Interrupt(), this);
        try
        {
            Send(startMs, cancellation);
            Wait(startMs, reply, cancellation);
        }
        catch (PeerGoneException)
        {
            // A fresh connection, so that nothing of this call can reach the server later.
            Disconnect();
            throw;
        }
        finally
        {
            _out.Release();
            _in.Release();
        }
    }

    public void Dispose()
    {
        Disconnect();
        _poller.Dispose();
        _bell.Dispose();
        ((IDisposable)_out).Dispose();
        ((IDisposable)_in).Dispose();
    }

    private void Send(long startMs, CancellationToken cancellation)
    {
        Socket socket = Connected();
        long limitMs = startMs + (long)_client.Options.ConnectTimeout.TotalMilliseconds;
        if (TrySend(socket))
            return;
        _poller.WatchWritable(true);
        try
        {
            while (!TrySend(socket))
            {
                CheckInterrupt(cancellation);
                long leftMs = Math.Min(limitMs, DeadlineMs(startMs)) - NetClock.NowMs;
                if (leftMs <= 0)
                    throw NetClock.NowMs >= limitMs ? _client.NeverThere() : _client.TimedOut();
                _poller.Wait((int)Math.Min(leftMs, int.MaxValue));
                Discard(socket);
            }
        }
        finally
        {
            _poller.WatchWritable(false);
        }
    }

    // The first message tells the server this client's heartbeat.
    private bool TrySend(Socket socket)
    {
        if (!_introduced && !Ping(socket, 0))
            return false;
        _introduced = true;
        return socket.TrySend(_out) == SendResult.Sent;
    }

    // While there is no connection nothing for this call can arrive; what is there is of an earlier one and would keep the poll awake.
    private void Discard(Socket socket)
    {
        while (socket.TryReceive(_in))
        {
        }
    }

    private void Wait(long startMs, IBufferWriter<byte> reply, CancellationToken cancellation)
    {
        Socket socket = Connected();
        long deadlineMs = DeadlineMs(startMs);
        long tickMs = NetClock.NowMs + _client.Options.TickMs;
        int silentTicks = 0;
        while (true)
        {
            while (socket.TryReceive(_in))
            {
                silentTicks = 0;
                if (IsAnswer(socket, reply))
                    return;
            }

            long nowMs = NetClock.NowMs;
            if (cancellation.IsCancellationRequested || _client.IsDisposed || nowMs >= deadlineMs)
            {
                Cancel(socket);
                CheckInterrupt(cancellation);
                throw _client.TimedOut();
            }

            if (nowMs >= tickMs)
            {
                if (++silentTicks >= SilentTicksMax)
                    throw _client.Silent();
                Ping(socket, _call);
                tickMs = nowMs + _client.Options.TickMs;
            }

            _poller.Wait((int)Math.Max(0, Math.Min(tickMs, deadlineMs) - nowMs));
        }
    }

    private bool IsAnswer(Socket socket, IBufferWriter<byte> reply)
    {
        bool single = !_in.HasMore;
        while (_in.HasMore)
            socket.TryReceive(_in);
        ReadOnlySpan<byte> frame = _in.GetSpan();

        // What does not fit is no sign of this call: the wait goes on, and ends by its own limits.
        if (!single || WireHeader.Read(frame, out WireKind kind, out ushort flags) != WireFault.None)
            return false;
        switch (kind)
        {
            case WireKind.Reply when IdFrame.Read(frame, payloadFollows: true, out ulong id) == WireFault.None && id == _call:
                reply.Write(frame[IdFrame.SizeBytes..]);
                return true;
            case WireKind.Error when ErrorFrame.Read(frame, out ErrorFrame error) == WireFault.None && (error.Id == _call || error.Id == 0):
                throw new RemoteException(error.Code, error.Text);
            case WireKind.Pong when PongFrame.Read(frame, flags, out PongFrame pong) == WireFault.None
                && pong.Call == _call && !pong.CallKnown:
                throw _client.ConnectionLost();
            default:
                return false;
        }
    }

    private bool Ping(Socket socket, ulong call)
    {
        Span<byte> frame = stackalloc byte[PingFrame.SizeBytes];
        new PingFrame { Call = call, SentNs = MonotonicClock.NowNs, HeartbeatMs = (uint)_client.Options.HeartbeatMs }.Write(frame);
        return socket.TrySend(frame) == SendResult.Sent;
    }

    // Best effort: without a connection there is nothing to cancel at the other end.
    private void Cancel(Socket socket)
    {
        Span<byte> frame = stackalloc byte[IdFrame.SizeBytes];
        IdFrame.Write(frame, WireKind.Cancel, _call);
        socket.TrySend(frame);
    }

    private void CheckInterrupt(CancellationToken cancellation)
    {
        if (_client.IsDisposed)
            throw _client.Disposed();
        cancellation.ThrowIfCancellationRequested();
    }

    private long DeadlineMs(long startMs) => _client.Options.Timeout == Timeout.InfiniteTimeSpan
        ? long.MaxValue
        : startMs + (long)Math.Max(1, _client.Options.Timeout.TotalMilliseconds);

    private Socket Connected()
    {
        if (_socket is not null)
            return _socket;
        _socket = Socket.ConnectDealer(_context, _client.Endpoint.ZmqAddress, _client.Options.MaxFrameBytes);
        _poller.Watch(_socket);
        return _socket;
    }

    private void Disconnect()
    {
        _socket?.Dispose();
        _socket = null;
        _introduced = false;
    }
}
