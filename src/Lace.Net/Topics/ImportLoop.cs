using System.Text;
using Lace.Ipc;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Topics;

/// <summary>
/// The importer's connections and what is said on them: PING until a PONG, SUBSCRIBE, then DATA in and CREDIT out. Whatever goes wrong, it
/// drops both connections and begins anew, so that no half-dead state has to be understood.
/// </summary>
internal sealed class ImportLoop : IoLoop
{
    private const int SilentTicksMax = 4;
    private const int RetryTicks = 2;
    private const int ReceiveBatch = 16;

    private readonly Endpoint _endpoint;
    private readonly TopicImporterOptions _options;
    private readonly WireDelivery _delivery;
    private readonly byte[] _name;
    private readonly int _credit;
    private readonly Context _context = new();
    private readonly Message _frame = new();
    private readonly Stack<ImportItem> _spareItems = new();
    private readonly ClockSync _clock = new();
    private readonly ImportWriter _writer;
    private readonly ImportCounters _counters;
    private Socket _control = null!;
    private Socket _bulk = null!;
    private Session _session;
    private ulong _subscription;
    private ulong _connection;
    private bool _controlGreeted;
    private bool _bulkGreeted;
    private bool _heard;
    private int _silentTicks;
    private int _retryInTicks;
    private int _outstanding;
    private int _consumed;
    private long _lastSequence;
    private int _state;

    internal ImportLoop(Endpoint endpoint, Delivery delivery, TopicImporterOptions options, ImportWriter writer, ImportCounters counters)
        : base($"lace-import-{endpoint.Port}", options.TickMs, new NetLog(options.Log))
    {
        _endpoint = endpoint;
        _options = options;
        _delivery = delivery == Delivery.Newest ? WireDelivery.Newest : WireDelivery.InOrder;
        _credit = options.Credit ?? (delivery == Delivery.Newest ? 1 : 8);
        _name = Encoding.ASCII.GetBytes(endpoint.Name);
        _writer = writer;
        _writer.Consumed = Post;
        _counters = counters;
        try
        {
            Connect();
        }
        catch
        {
            Stop();
            _control?.Dispose();
            _context.Dispose();
            throw;
        }

        Start();
    }

    internal TopicImporterState State
    {
        get => (TopicImporterState)Interlocked.CompareExchange(ref _state, 0, 0);
        private set => Interlocked.Exchange(ref _state, (int)value);
    }

    internal void Close()
    {
        Stop();
        _context.Dispose();
    }

    /// <summary>A message has been written, or could not be: the exporter may send another.</summary>
    internal void OnConsumed(ImportItem item)
    {
        _spareItems.Push(item);
        if (item.Data.Subscription != _subscription || State == TopicImporterState.Connecting)
            return;

        // A quarter of the window at a time: fewer messages, and the exporter never runs dry for it.
        if (++_consumed < Math.Max(1, _credit / 4))
            return;
        Span<byte> frame = stackalloc byte[CreditFrame.SizeBytes];
        new CreditFrame { Subscription = _subscription, Messages = (uint)_consumed }.Write(frame);
        if (_control.TrySend(frame) != SendResult.Sent)
            return;
        _outstanding += _consumed;
        _consumed = 0;
    }

    protected override bool Receive()
    {
        if (_retryInTicks > 0)
            return false;
        Greet();
        bool more = false;
        for (int i = 0; i < ReceiveBatch && _retryInTicks == 0 && (more = _control.TryReceive(_frame)); i++)
            OnControl();
        for (int i = 0; i < ReceiveBatch && _retryInTicks == 0 && TryReceiveBulk(); i++)
            more |= i == ReceiveBatch - 1;
        return more && _retryInTicks == 0;
    }

    protected override void Tick()
    {
        if (_retryInTicks > 0)
        {
            if (--_retryInTicks == 0)
                Connect();
            return;
        }

        if (_heard && ++_silentTicks >= SilentTicksMax)
        {
            Restart($"nothing heard for two heartbeats of {_options.HeartbeatMs} ms");
            return;
        }

        Ping();
        Hello();
    }

    protected override void OnStopped(Exception? fault)
    {
        Span<byte> frame = stackalloc byte[IdFrame.SizeBytes];
        if (_retryInTicks == 0 && State == TopicImporterState.Live)
        {
            IdFrame.Write(frame, WireKind.Unsubscribe, _subscription);
            _control.TrySend(frame);
        }

        State = TopicImporterState.Stopped;
        _control.Dispose();
        _bulk.Dispose();
        ((IDisposable)_frame).Dispose();
        while (_spareItems.TryPop(out ImportItem? item))
            item.Abandon();
    }

    private void OnControl()
    {
        _silentTicks = 0;
        _heard = true;
        bool single = !_frame.HasMore;
        while (_frame.HasMore)
            _control.TryReceive(_frame);
        ReadOnlySpan<byte> bytes = _frame.GetSpan();
        WireKind kind = default;
        ushort flags = 0;
        WireFault fault = single ? WireHeader.Read(bytes, out kind, out flags) : WireFault.FrameCount;
        if (fault == WireFault.None)
        {
            fault = kind switch
            {
                WireKind.Pong => OnPong(bytes, flags),
                WireKind.Subscribed => OnSubscribed(bytes),
                WireKind.Error => OnError(bytes),
                _ => WireFault.Kind,
            };
        }

        if (fault != WireFault.None)
            CountFault(fault);
    }

    private WireFault OnPong(ReadOnlySpan<byte> bytes, ushort flags)
    {
        long nowNs = MonotonicClock.NowNs;
        WireFault fault = PongFrame.Read(bytes, flags, out PongFrame pong);
        if (fault != WireFault.None)
            return fault;
        if (_connection != 0 && _connection != pong.Connection)
        {
            Restart("the connection was lost and made anew");
            return WireFault.None;
        }

        if (!_clock.Add(pong, nowNs))
            return WireFault.Value;
        (long offsetNs, long uncertaintyNs) = _clock.Best(nowNs);
        _counters.SetClock(offsetNs, uncertaintyNs);
        if (_connection == 0)
        {
            _connection = pong.Connection;
            Subscribe();
        }

        return WireFault.None;
    }

    private void Subscribe()
    {
        SubscribeFrame subscribe = new()
        {
            Subscription = ++_subscription,
            Session = _session,
            Credit = (uint)_credit,
            Delivery = _delivery,
            Name = _name,
        };
        Span<byte> frame = stackalloc byte[SubscribeFrame.FixedBytes + WireName.BytesMax];
        frame = frame[..subscribe.SizeBytes];
        subscribe.Write(frame);
        if (_control.TrySend(frame) != SendResult.Sent)
        {
            Restart("the connection was lost");
            return;
        }

        _outstanding = _credit;
        _consumed = 0;
        _lastSequence = 0;
        State = TopicImporterState.Waiting;
    }

    private WireFault OnSubscribed(ReadOnlySpan<byte> bytes)
    {
        WireFault fault = IdFrame.Read(bytes, payloadFollows: false, out ulong id);
        if (fault != WireFault.None)
            return fault;
        if (id != _subscription || State != TopicImporterState.Waiting)
            return WireFault.Unexpected;
        State = TopicImporterState.Live;
        Log.Write($"{_endpoint}: subscribed, {_delivery}.");
        return WireFault.None;
    }

    private WireFault OnError(ReadOnlySpan<byte> bytes)
    {
        WireFault fault = ErrorFrame.Read(bytes, out ErrorFrame error);
        if (fault != WireFault.None)
            return fault;
        if (error.Id != 0 && error.Id != _subscription)
            return WireFault.Unexpected;
        Restart($"{error.Code}: {error.Text}");
        return WireFault.None;
    }

    private bool TryReceiveBulk()
    {
        ImportItem item = _spareItems.TryPop(out ImportItem? spare) ? spare : new ImportItem(this);
        if (!_bulk.TryReceive(_frame))
        {
            _spareItems.Push(item);
            return false;
        }

        WireFault fault = ReceiveData(item);
        if (fault == WireFault.None)
        {
            _writer.Give(item);
            return true;
        }

        item.Payload.Release();
        _spareItems.Push(item);
        CountFault(fault);
        return true;
    }

    private WireFault ReceiveData(ImportItem item)
    {
        bool two = _frame.HasMore && _bulk.TryReceive(item.Payload) && !item.Payload.HasMore;
        while (item.Payload.HasMore)
            _bulk.TryReceive(item.Payload);
        ReadOnlySpan<byte> bytes = _frame.GetSpan();
        WireFault fault = WireHeader.Read(bytes, out WireKind kind, out _);
        if (fault != WireFault.None)
            return fault;
        if (kind != WireKind.Data)
            return WireFault.Kind;
        if (!two)
            return WireFault.FrameCount;
        fault = DataFrame.Read(bytes, out DataFrame data);
        if (fault != WireFault.None)
            return fault;
        if (data.Subscription != _subscription || _outstanding == 0 || data.Sequence <= _lastSequence || !_clock.HasSample)
            return WireFault.Unexpected;
        _outstanding--;
        _lastSequence = data.Sequence;
        item.Data = data;
        item.ClockOffsetNs = _clock.Best(MonotonicClock.NowNs).OffsetNs;
        return WireFault.None;
    }

    private void CountFault(WireFault fault)
    {
        if (_counters.CountMalformed() == 1)
            Log.Write($"{_endpoint}: dropped a message of the exporter: {fault}. Further ones are only counted.");
    }

    // Until each connection is there its first message does not go out; then the poller need not watch for it any more.
    private void Greet()
    {
        if (!_controlGreeted && Ping())
        {
            _controlGreeted = true;
            Poller.WatchWritable(false, 0);
        }

        if (!_bulkGreeted && Hello())
        {
            _bulkGreeted = true;
            Poller.WatchWritable(false, 1);
        }
    }

    private bool Ping()
    {
        Span<byte> frame = stackalloc byte[PingFrame.SizeBytes];
        new PingFrame { SentNs = MonotonicClock.NowNs, HeartbeatMs = (uint)_options.HeartbeatMs }.Write(frame);
        return _control.TrySend(frame) == SendResult.Sent;
    }

    private bool Hello()
    {
        Span<byte> frame = stackalloc byte[HelloFrame.SizeBytes];
        new HelloFrame { Session = _session, HeartbeatMs = (uint)_options.HeartbeatMs }.Write(frame);
        return _bulk.TrySend(frame) == SendResult.Sent;
    }

    // Not at once: an exporter that refuses would be asked in a tight loop.
    private void Restart(string why)
    {
        Log.Write($"{_endpoint}: subscription lost ({why}); trying again.");
        _counters.CountReconnect();
        State = TopicImporterState.Connecting;
        _retryInTicks = RetryTicks;
        Poller.Unwatch();
        _control.Dispose();
        _bulk.Dispose();
    }

    private void Connect()
    {
        _control = Socket.ConnectDealer(_context, _endpoint.ZmqAddress, _options.MaxFrameBytes);
        _bulk = Socket.ConnectDealer(_context, _endpoint.ZmqAddress, _options.MaxFrameBytes);
        Poller.Watch(_control, _bulk);
        Poller.WatchWritable(true, 0);
        Poller.WatchWritable(true, 1);
        _session = Session.Create();
        _clock.Clear();
        _connection = 0;
        _controlGreeted = false;
        _bulkGreeted = false;
        _heard = false;
        _silentTicks = 0;
        State = TopicImporterState.Connecting;
    }
}
