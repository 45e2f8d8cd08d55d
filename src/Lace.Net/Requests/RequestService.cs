using Lace.Net.Listening;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Requests;

/// <summary>
/// One served name: which calls run, which wait, and how an answer goes back. All but the handler runs on the listener's loop.
/// </summary>
internal sealed class RequestService
{
    private readonly Listener _listener;
    private readonly RequestHandler _handler;
    private readonly RequestServerOptions _options;
    private readonly WorkerPool _workers;
    private readonly Stack<Call> _spareCalls = new();
    private readonly HashSet<Call> _running = [];

    // Clients with waiting calls, each once: taking one call of each in turn is what keeps them from delaying one another.
    private readonly Queue<ServiceClient> _round = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopping;
    private long _served;
    private long _refused;

    internal RequestService(Listener listener, string name, RequestHandler handler, RequestServerOptions options)
    {
        _listener = listener;
        Name = name;
        _handler = handler;
        _options = options;
        Log = new NetLog(options.Log);
        _workers = new WorkerPool(name, RunHandler);
    }

    internal string Name { get; }

    internal NetLog Log { get; }

    internal int MaxMessageBytes => _options.MaxMessageBytes;

    internal long Served => Interlocked.Read(ref _served);

    internal long Refused => Interlocked.Read(ref _refused);

    /// <summary>Takes a request. True: the frame is the call's now.</summary>
    internal bool OnRequest(Peer peer, ulong id, Message frame, int payloadOffset)
    {
        ServiceClient client = ClientOf(peer);
        bool runNow = client.Waiting.Count == 0
            && client.Running < _options.MaxConcurrencyPerClient
            && _running.Count < _options.MaxConcurrency;
        if (_stopping || (!runNow && client.Waiting.Count >= _options.MaxWaitingPerClient))
        {
            Refuse(peer, id, _stopping ? RemoteErrorCode.Stopped : RemoteErrorCode.Busy);
            return false;
        }

        Call call = _spareCalls.TryPop(out Call? spare) ? spare : new Call(this);
        call.Begin(client, id, frame, payloadOffset);
        peer.Calls.Add(id, call);
        if (runNow)
        {
            Run(call);
        }
        else
        {
            client.Waiting.Enqueue(call);
            JoinRound(client);
        }

        return true;
    }

    /// <summary>The client wants no answer; its call is already out of the peer's table.</summary>
    internal void OnCancel(Call call) => call.Abandon();

    /// <summary>The connection is gone: nobody waits for any of its calls.</summary>
    internal void OnPeerGone(ServiceClient client)
    {
        foreach (Call call in client.Peer.Calls.Values)
        {
            if (call.Service == this)
                call.Abandon();
        }

        while (client.Waiting.TryDequeue(out Call? waiting))
            Recycle(waiting);
    }

    /// <summary>The handler has ended: sends the answer, if somebody waits, and lets the next call run.</summary>
    internal void OnCompleted(Call call)
    {
        _running.Remove(call);
        call.Client.Running--;
        Interlocked.Increment(ref _served);
        Peer peer = call.Client.Peer;
        if (!call.IsAbandoned && peer.IsLive)
        {
            peer.Calls.Remove(call.Id);
            if (call.Answer is { } answer)
                _listener.Send(peer, answer);
        }

        JoinRound(call.Client);
        Recycle(call);
        RunWaiting();
        if (_stopping && _running.Count == 0)
            _drained.TrySetResult();
    }

    /// <summary>The handler has ended after the port was closed.</summary>
    internal void OnLoopEnded(Call call)
    {
        _listener.Pool.Return(call.Request);
        if (call.Answer is { } answer)
            _listener.Pool.Return(answer);
        call.Answer = null;
    }

    /// <summary>Refuses what waits, cancels what runs. On the loop.</summary>
    internal void OnStop()
    {
        _stopping = true;
        foreach (Call call in _running)
        {
            End(call);

            // A client at its limit stands in no round.
            EndWaiting(call.Client);
        }

        while (_round.TryDequeue(out ServiceClient? client))
            EndWaiting(client);
        if (_running.Count == 0)
            _drained.TrySetResult();
    }

    /// <summary>Waits for the handlers that still run and joins the workers. After <see cref="OnStop"/>.</summary>
    internal async Task DrainAsync()
    {
        bool drained = await Task.WhenAny(_drained.Task, Task.Delay(_options.StopTimeout)).ConfigureAwait(false) == _drained.Task;
        if (!_workers.Stop(drained ? _options.StopTimeout : TimeSpan.Zero) || !drained)
            Log.Write($"{Name}: a handler did not obey its cancellation within StopTimeout={_options.StopTimeout}; it is left behind.");
    }

    private ServiceClient ClientOf(Peer peer)
    {
        foreach (ServiceClient known in peer.Services)
        {
            if (known.Service == this)
                return known;
        }

        ServiceClient client = new(this, peer);
        peer.Services.Add(client);
        return client;
    }

    private void Run(Call call)
    {
        call.IsRunning = true;
        call.Client.Running++;
        _running.Add(call);
        _workers.Dispatch(call);
    }

    private void JoinRound(ServiceClient client)
    {
        if (client.IsInRound || client.Waiting.Count == 0 || client.Running >= _options.MaxConcurrencyPerClient)
            return;
        client.IsInRound = true;
        _round.Enqueue(client);
    }

    private void RunWaiting()
    {
        while (!_stopping && _running.Count < _options.MaxConcurrency && _round.TryDequeue(out ServiceClient? client))
        {
            client.IsInRound = false;
            if (!client.Waiting.TryDequeue(out Call? call))
                continue;
            if (call.IsAbandoned)
                Recycle(call);
            else
                Run(call);
            JoinRound(client);
        }
    }

    private void EndWaiting(ServiceClient client)
    {
        while (client.Waiting.TryDequeue(out Call? call))
        {
            End(call);
            Recycle(call);
        }
    }

    private void End(Call call)
    {
        if (call.IsAbandoned)
            return;
        call.Client.Peer.Calls.Remove(call.Id);
        Refuse(call.Client.Peer, call.Id, RemoteErrorCode.Stopped);
        call.Abandon();
    }

    private void Refuse(Peer peer, ulong id, RemoteErrorCode code)
    {
        Interlocked.Increment(ref _refused);
        string text = code == RemoteErrorCode.Busy
            ? $"service '{Name}' is busy: MaxWaitingPerClient={_options.MaxWaitingPerClient} calls of this client wait already."
            : $"service '{Name}' has stopped.";
        _listener.Send(peer, ErrorFrame.Create(id, code, text));
    }

    private void Recycle(Call call)
    {
        _listener.Pool.Return(call.Request);
        if (call.Answer is { } answer)
            _listener.Pool.Return(answer);
        call.Answer = null;
        call.Writer.Clear();
        _spareCalls.Push(call);
    }

    private void RunHandler(Call call)
    {
        ValueTask handled;
        try
        {
            handled = _handler(call.Payload, call.Writer, call.Token);
            if (!handled.IsCompleted)
            {
                _ = FinishLaterAsync(call, handled);
                return;
            }

            handled.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Finish(call, e);
            return;
        }

        Finish(call, null);
    }

    private async Task FinishLaterAsync(Call call, ValueTask handled)
    {
        Exception? failure = null;
        try
        {
            await handled.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        Finish(call, failure);
    }

    private void Finish(Call call, Exception? failure)
    {
        Message answer = _listener.Pool.Rent();
        if (failure is null)
        {
            ReadOnlySpan<byte> payload = call.Writer.Written;
            Span<byte> frame = answer.Allocate(IdFrame.SizeBytes + payload.Length);
            IdFrame.Write(frame, WireKind.Reply, call.Id);
            payload.CopyTo(frame[IdFrame.SizeBytes..]);
        }
        else
        {
            byte[] frame = ErrorFrame.Create(call.Id, RemoteErrorCode.HandlerFailed, failure.Message);
            frame.CopyTo(answer.Allocate(frame.Length));
        }

        call.Answer = answer;
        _listener.Post(call);
    }
}
