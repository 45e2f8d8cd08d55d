using Lace.Net.Listening;

namespace Lace.Net.Requests;

/// <summary>A request service on a shared port.</summary>
internal sealed class TcpRequestServer : RequestServer
{
    private readonly Listener _listener;
    private readonly RequestService _service;
    private readonly Lazy<Task> _stop;

    private TcpRequestServer(Endpoint endpoint, Listener listener, RequestService service)
        : base(endpoint)
    {
        _listener = listener;
        _service = service;
        _stop = new Lazy<Task>(StopAsync);
    }

    public override RequestServerCounters Counters => new(
        _service.Served, _service.Refused, _listener.Counters.Faults, _listener.Counters.Dropped, _listener.Counters.Peers);

    internal static TcpRequestServer Start(Endpoint endpoint, RequestHandler handler, RequestServerOptions options)
    {
        Listener listener = PortTable.Acquire(endpoint, options);
        try
        {
            RequestService service = new(listener, endpoint.Name, handler, options);
            listener.Add(service);
            return new TcpRequestServer(endpoint.WithPort(listener.Port), listener, service);
        }
        catch
        {
            PortTable.Release(listener);
            throw;
        }
    }

    public override ValueTask DisposeAsync() => new(_stop.Value);

    private async Task StopAsync()
    {
        await _listener.RemoveAsync(_service).ConfigureAwait(false);
        await _service.DrainAsync().ConfigureAwait(false);

        // Joins the loop when this was the port's last service: not on the caller's context.
        await Task.Run(() => PortTable.Release(_listener)).ConfigureAwait(false);
    }
}
