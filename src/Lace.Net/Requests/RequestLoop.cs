using System.Collections.Concurrent;
using Lace.Ipc;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Requests;

/// <summary>The connection that a client's asynchronous calls share. Everything but <see cref="Begin"/>, <see cref="CancelWith"/> and
/// <see cref="Recycle"/> runs on the loop.</summary>
internal sealed class RequestLoop : IoLoop
{
    private const int SilentTicksMax = 4;
    private const int ReceiveBatch = 64;

    private readonly TcpRequestClient _client;
    private readonly Context _context;
    private readonly MessagePool _pool;
    private readonly ConcurrentQueue<PendingCall> _spareCalls = new();

    // Sent and not answered.
    private readonly Dictionary<ulong, PendingCall> _calls = [];

    // Not sent, because there is no connection, in the order of their calls.
    private readonly Queue<PendingCall> _unsent = new();

    // Every call's end, in order: the timeout is one for all, so the first is the next. Answered calls are skipped when their turn comes.
    private readonly Queue<(ulong Id, long AtMs)> _deadlines = new();
    private Socket _socket;
    private ulong _connection;
    private int _silentTicks;
    private bool _heard;
    private bool _introduced;
    private long _lastId;

    internal RequestLoop(TcpRequestClient client, Context context, MessagePool pool)
        : base($"lace-call-{client.Endpoint.Port}", client.Options.TickMs, new NetLog(client.Options.Log))
    {
        _client = client;
        _context = context;
        _pool = pool;
        _socket = Connect();
        Start();
    }

    protected override long WakeAtMs
    {
        get
        {
            while (_deadlines.TryPeek(out (ulong Id, long AtMs) first) && !IsOpen(first.Id))
                _deadlines.Dequeue();
            long deadlineMs = _deadlines.TryPeek(out (ulong Id, long AtMs) next) ? next.AtMs : long.MaxValue;
            return _unsent.TryPeek(out PendingCall? unsent) ? Math.Min(deadlineMs, ConnectLimitMs(unsent)) : deadlineMs;
        }
    }

    /// <summary>Copies the request and posts the call. Any thread.</summary>
    internal PendingCall Begin(ReadOnlySpan<byte> request)
    {
        ulong id = (ulong)Interlocked.Increment(ref _lastId);
        Message frame = _pool.Rent();
        RequestFrame.Write(frame.Allocate(RequestFrame.SizeBytes(_client.Name.Length, request.Length)), id, _client.Name, request);
        PendingCall call = _spareCalls.TryDequeue(out PendingCall? spare) ? spare : new PendingCall(this);
        call.Begin(id, frame);
        Post(call);
        return call;
    }

    /// <summary>Cancels the call with the token. Any thread.</summary>
    internal CancellationTokenRegistration CancelWith(PendingCall call, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
            return default;
        CancelItem item = new(this, call.Id, cancellation);
        return cancellation.UnsafeRegister(_ => Post(item), null);
    }

    /// <summary>Takes back a call whose answer was awaited. Any thread.</summary>
    internal void Recycle(PendingCall call) => _spareCalls.Enqueue(call);

    internal void OnBegin(PendingCall call)
    {
        if (_client.Options.Timeout != Timeout.InfiniteTimeSpan)
            _deadlines.Enqueue((call.Id, call.StartMs + (long)Math.Max(1, _client.Options.Timeout.TotalMilliseconds)));
        _unsent.Enqueue(call);
        SendUnsent();
    }

    internal void OnCancel(ulong id, CancellationToken cancellation)
    {
        if (Take(id) is { } call)
        {
            SendCancel(id);
            call.Fail(new OperationCanceledException(cancellation));
        }
    }

    internal void OnLoopEnded(PendingCall call)
    {
        _pool.Return(call.Request);
        call.Fail(_client.Disposed());
    }

    protected override bool Receive()
    {
        for (int i = 0; i < ReceiveBatch; i++)
        {
            Message frame = _pool.Rent();
            if (!_socket.TryReceive(frame))
            {
                _pool.Return(frame);
                SendUnsent();
                return false;
            }

            _silentTicks = 0;
            _heard = true;
            bool single = !frame.HasMore;
            while (frame.HasMore)
                _socket.TryReceive(frame);
            if (!single || !OnMessage(frame))
                _pool.Return(frame);
        }

        return true;
    }

    protected override void Tick()
    {
        // A call that could be sent had a connection: somebody should have spoken on it.
        if ((_heard || _calls.Count > 0) && ++_silentTicks >= SilentTicksMax)
        {
            FailAll(_client.Silent());
            _socket.Dispose();
            _socket = Connect();
        }

        Ping(0);
    }

    protected override void Wake(long nowMs)
    {
        while (_deadlines.TryPeek(out (ulong Id, long AtMs) first) && first.AtMs <= nowMs)
        {
            _deadlines.Dequeue();
            if (Take(first.Id) is not { } call)
                continue;
            SendCancel(first.Id);
            call.Fail(_client.TimedOut());
        }

        while (_unsent.TryPeek(out PendingCall? unsent) && ConnectLimitMs(unsent) <= nowMs)
        {
            Take(unsent.Id);
            unsent.Fail(_client.NeverThere());
        }
    }

    protected override void OnStopped(Exception? fault)
    {
        FailAll(fault is null ? _client.Disposed() : new IOException($"{_client.Endpoint}: the I/O loop failed: {fault.Message}", fault));
        while (_unsent.TryDequeue(out PendingCall? call))
        {
            _pool.Return(call.Request);
            call.Fail(_client.Disposed());
        }

        _socket.Dispose();
    }

    // True: the frame is the caller's now.
    private bool OnMessage(Message message)
    {
        ReadOnlySpan<byte> frame = message.GetSpan();
        if (WireHeader.Read(frame, out WireKind kind, out ushort flags) != WireFault.None)
            return false;
        switch (kind)
        {
            case WireKind.Reply when IdFrame.Read(frame, payloadFollows: true, out ulong id) == WireFault.None:
                if (!_calls.Remove(id, out PendingCall? call))
                    return false;
                call.Complete(message);
                return true;
            case WireKind.Error when ErrorFrame.Read(frame, out ErrorFrame error) == WireFault.None:
                OnError(error);
                return false;
            case WireKind.Pong when PongFrame.Read(frame, flags, out PongFrame pong) == WireFault.None:
                OnPong(pong);
                return false;
            default:
                return false;
        }
    }

    private void OnError(ErrorFrame error)
    {
        RemoteException exception = new(error.Code, error.Text);
        if (error.Id == 0)
            FailAll(exception);
        else if (_calls.Remove(error.Id, out PendingCall? call))
            call.Fail(exception);
    }

    private void OnPong(PongFrame pong)
    {
        if (pong.Call != 0 && !pong.CallKnown && _calls.Remove(pong.Call, out PendingCall? lost))
            lost.Fail(_client.ConnectionLost());
        if (pong.Connection == _connection)
            return;

        // libzmq has reconnected, for all that can be known: also before the first PONG there may have been a connection that was lost.
        // Which calls went over it only the server knows: ask for each.
        _connection = pong.Connection;
        foreach (ulong id in _calls.Keys)
            Ping(id);
    }

    private void SendUnsent()
    {
        // The first message tells the server this client's heartbeat.
        _introduced = _introduced || (_unsent.Count > 0 && Ping(0));
        while (_introduced && _unsent.TryPeek(out PendingCall? call) && _socket.TrySend(call.Request) == SendResult.Sent)
        {
            _unsent.Dequeue();
            _pool.Return(call.Request);
            _calls.Add(call.Id, call);
        }

        Poller.WatchWritable(_unsent.Count > 0);
    }

    private bool IsOpen(ulong id) => _calls.ContainsKey(id) || (_unsent.TryPeek(out PendingCall? first) && first.Id <= id);

    private PendingCall? Take(ulong id)
    {
        if (_calls.Remove(id, out PendingCall? call))
            return call;

        // Rare: only while there is no connection.
        for (int i = _unsent.Count; i > 0; i--)
        {
            PendingCall next = _unsent.Dequeue();
            if (next.Id == id)
                call = next;
            else
                _unsent.Enqueue(next);
        }

        if (call is not null)
            _pool.Return(call.Request);
        return call;
    }

    private long ConnectLimitMs(PendingCall call) => call.StartMs + (long)_client.Options.ConnectTimeout.TotalMilliseconds;

    private void FailAll(Exception error)
    {
        foreach (PendingCall call in _calls.Values)
            call.Fail(error);
        _calls.Clear();
    }

    private bool Ping(ulong call)
    {
        Span<byte> frame = stackalloc byte[PingFrame.SizeBytes];
        new PingFrame { Call = call, SentNs = MonotonicClock.NowNs, HeartbeatMs = (uint)_client.Options.HeartbeatMs }.Write(frame);
        return _socket.TrySend(frame) == SendResult.Sent;
    }

    private void SendCancel(ulong id)
    {
        Span<byte> frame = stackalloc byte[IdFrame.SizeBytes];
        IdFrame.Write(frame, WireKind.Cancel, id);
        _socket.TrySend(frame);
    }

    private Socket Connect()
    {
        Socket socket = Socket.ConnectDealer(_context, _client.Endpoint.ZmqAddress, _client.Options.MaxFrameBytes);
        Poller.Watch(socket);
        _connection = 0;
        _silentTicks = 0;
        _heard = false;
        _introduced = false;
        return socket;
    }
}
