using Lace.Net.Listening;
using Lace.Net.Topics;

namespace Lace.Net;

/// <summary>Offers a topic in shared memory to other hosts, at <c>tcp://host:port/name</c>.</summary>
/// <remarks>
/// Each remote subscriber is a subscriber of the topic with its own policy: it takes a place of
/// <see cref="Ipc.TopicOptions.MaxSubscribers"/> and one parked thread here. Messages go only against the subscriber's credit, so that
/// nothing old piles up on the way. The topic may appear later. One copy a message and subscriber.
/// </remarks>
public sealed class TopicExporter : IAsyncDisposable
{
    private readonly Listener _listener;
    private readonly ExportService _service;
    private readonly Lazy<Task> _stop;

    private TopicExporter(Endpoint endpoint, Listener listener, ExportService service)
    {
        Endpoint = endpoint;
        _listener = listener;
        _service = service;
        _stop = new Lazy<Task>(StopAsync);
    }

    /// <summary>Where the topic is offered; the real port if any was asked for.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Counts since the start.</summary>
    public TopicExporterCounters Counters => _service.Counters;

    /// <summary>Starts to export.</summary>
    /// <param name="endpoint">A tcp endpoint; its port may be shared with request services and other topics.</param>
    /// <param name="topicName">Name of the topic on this host.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    /// <exception cref="InvalidOperationException">
    /// The name is taken, or the interface is refused (<see cref="ListenOptions.AllowUnencrypted"/>).
    /// </exception>
    /// <exception cref="ArgumentException">
    /// Not a tcp endpoint, an option out of range, or one that differs from the port's other services.
    /// </exception>
    /// <exception cref="DllNotFoundException">libzmq is not installed; the message names the package.</exception>
    public static TopicExporter Start(Endpoint endpoint, string topicName, TopicExporterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(topicName);
        if (endpoint.Scheme != EndpointScheme.Tcp)
            throw new ArgumentException($"{endpoint}: topics are exported at tcp:// endpoints.", nameof(endpoint));
        options ??= new TopicExporterOptions();
        Listener listener = PortTable.Acquire(endpoint, options);
        try
        {
            ExportService service = new(listener, endpoint.Name, topicName, options);
            listener.Add(service);
            return new TopicExporter(endpoint.WithPort(listener.Port), listener, service);
        }
        catch
        {
            PortTable.Release(listener);
            throw;
        }
    }

    /// <summary>Ends all subscriptions, tells their subscribers, and joins their threads.</summary>
    public ValueTask DisposeAsync() => new(_stop.Value);

    private async Task StopAsync()
    {
        await _listener.RemoveAsync(_service).ConfigureAwait(false);
        await Task.Run(() => PortTable.Release(_listener)).ConfigureAwait(false);
    }
}
