using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Requests;

/// <summary>
/// A client over ZeroMQ. A blocking call borrows a lane, a connection that only its caller's thread uses; asynchronous calls share one
/// connection and its loop, started by the first of them.
/// </summary>
internal sealed class TcpRequestClient : RequestClient
{
    private const string NotKnown = "whether the request was handled is not known";

    private readonly Context _context = new();
    private readonly MessagePool _pool = new();
    private readonly Lock _lock = new();
    private readonly List<RequestLane> _lanes = [];
    private readonly Stack<RequestLane> _idleLanes = new();
    private readonly TaskCompletionSource _lanesIdle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _close;
    private RequestLoop? _loop;
    private volatile bool _disposed;

    internal TcpRequestClient(Endpoint endpoint, RequestClientOptions options)
        : base(endpoint)
    {
        Options = options;
        Name = Encoding.ASCII.GetBytes(endpoint.Name);
        _close = new Lazy<Task>(CloseAsync);
    }

    internal RequestClientOptions Options { get; }

    internal byte[] Name { get; }

    internal bool IsDisposed => _disposed;

    public override void Request(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        CheckSize(request.Length);
        cancellation.ThrowIfCancellationRequested();
        RequestLane lane = Borrow();
        try
        {
            lane.Request(request, reply, cancellation);
        }
        finally
        {
            GiveBack(lane);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask RequestAsync(
        ReadOnlyMemory<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        CheckSize(request.Length);
        cancellation.ThrowIfCancellationRequested();
        RequestLoop loop = Loop();
        PendingCall call = loop.Begin(request.Span);
        try
        {
            CancellationTokenRegistration registration = loop.CancelWith(call, cancellation);
            Message answer;
            try
            {
                answer = await call.Answer.ConfigureAwait(false);
            }
            finally
            {
                registration.Unregister();
            }

            try
            {
                reply.Write(answer.GetSpan()[IdFrame.SizeBytes..]);
            }
            finally
            {
                _pool.Return(answer);
            }
        }
        finally
        {
            loop.Recycle(call);
        }
    }

    public override ValueTask DisposeAsync() => new(_close.Value);

    internal ObjectDisposedException Disposed() => new($"RequestClient of {Endpoint}");

    internal PeerGoneException NeverThere() =>
        new($"nothing answered at {Endpoint} within ConnectTimeout={Options.ConnectTimeout.TotalMilliseconds:0} ms.");

    internal PeerGoneException Silent() =>
        new($"{Endpoint} is gone: nothing heard of it for two heartbeats of {Options.HeartbeatMs} ms; {NotKnown}.");

    internal PeerGoneException ConnectionLost() =>
        new($"{Endpoint}: the connection was lost under the call; {NotKnown}.");

    internal TimeoutException TimedOut() =>
        new($"{Endpoint}: no answer within Timeout={Options.Timeout.TotalMilliseconds:0} ms; {NotKnown}.");

    private void CheckSize(int requestBytes)
    {
        if (requestBytes > Options.MaxMessageBytes)
            throw new ArgumentException($"request too large: bytes={requestBytes}, MaxMessageBytes={Options.MaxMessageBytes}.");
    }

    private RequestLane Borrow()
    {
        lock (_lock)
        {
            if (_disposed)
                throw Disposed();
            if (_idleLanes.TryPop(out RequestLane? lane))
                return lane;
            lane = new RequestLane(this, _context);
            _lanes.Add(lane);
            return lane;
        }
    }

    private void GiveBack(RequestLane lane)
    {
        lock (_lock)
        {
            _idleLanes.Push(lane);
            if (_disposed && _idleLanes.Count == _lanes.Count)
                _lanesIdle.TrySetResult();
        }
    }

    private RequestLoop Loop()
    {
        lock (_lock)
        {
            if (_disposed)
                throw Disposed();
            return _loop ??= new RequestLoop(this, _context, _pool);
        }
    }

    private async Task CloseAsync()
    {
        lock (_lock)
        {
            _disposed = true;
            if (_idleLanes.Count == _lanes.Count)
                _lanesIdle.TrySetResult();
            foreach (RequestLane lane in _lanes)
                lane.Interrupt();
        }

        await _lanesIdle.Task.ConfigureAwait(false);
        await Task.Run(CloseSockets).ConfigureAwait(false);
    }

    private void CloseSockets()
    {
        foreach (RequestLane lane in _lanes)
            lane.Dispose();
        _loop?.Stop();
        _context.Dispose();
        _pool.Dispose();
    }
}
