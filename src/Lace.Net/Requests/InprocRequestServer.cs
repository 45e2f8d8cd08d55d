namespace Lace.Net.Requests;

/// <summary>A handler that clients of the same process call directly.</summary>
internal sealed class InprocRequestServer : RequestServer
{
    private readonly RequestHandler _handler;
    private readonly RequestServerOptions _options;
    private readonly SemaphoreSlim _running;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _close;
    private long _served;

    internal InprocRequestServer(Endpoint endpoint, RequestHandler handler, RequestServerOptions options)
        : base(endpoint)
    {
        _handler = handler;
        _options = options;
        _running = new SemaphoreSlim(options.MaxConcurrency);
        _close = new Lazy<Task>(CloseAsync);
        InprocTable.Add(this);
    }

    public override RequestServerCounters Counters => new(Interlocked.Read(ref _served), 0, 0, 0, 0);

    /// <summary>Runs the handler and returns its reply; the caller copies it before it gives the writer back.</summary>
    internal async ValueTask<ReplyWriter> CallAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        bool isRunning = false;
        try
        {
            await _running.WaitAsync(linked.Token).ConfigureAwait(false);
            isRunning = true;
            ReplyWriter reply = new(_options.MaxMessageBytes);
            await _handler(request, reply, linked.Token).ConfigureAwait(false);
            return reply;
        }
        catch (Exception e) when (!linked.IsCancellationRequested)
        {
            throw new RemoteException(RemoteErrorCode.HandlerFailed, e.Message);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            throw new RemoteException(RemoteErrorCode.Stopped, $"service '{Endpoint.Name}' has stopped.");
        }
        finally
        {
            if (isRunning)
            {
                Interlocked.Increment(ref _served);
                _running.Release();
            }
        }
    }

    public override ValueTask DisposeAsync() => new(_close.Value);

    private async Task CloseAsync()
    {
        InprocTable.Remove(this);
        await _stop.CancelAsync().ConfigureAwait(false);
        using CancellationTokenSource limit = new(_options.StopTimeout);
        try
        {
            for (int i = 0; i < _options.MaxConcurrency; i++)
                await _running.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _options.Log?.Invoke($"{Endpoint}: a handler did not obey its cancellation within StopTimeout={_options.StopTimeout}.");
        }
    }
}
