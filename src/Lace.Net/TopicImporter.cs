using Lace.Ipc;
using Lace.Net.Loops;
using Lace.Net.Topics;

namespace Lace.Net;

/// <summary>
/// Writes a topic that another host exports into a topic of this host, for as long as it lives, across restarts of either side.
/// </summary>
/// <remarks>
/// It is the publisher of the local topic, whose sequence therefore counts what arrived; what was missed on the way is in
/// <see cref="Counters"/>, exactly. Capture times are written in this host's clock. In order, a reliable local topic that is full holds
/// back the exporter, and so on to the remote topic, which must be reliable or have the history to wait.
/// </remarks>
public sealed class TopicImporter : IAsyncDisposable
{
    private readonly TopicPublisher _topic;
    private readonly ImportCounters _counters = new();
    private readonly ImportWriter _writer;
    private readonly ImportLoop _loop;
    private readonly Lazy<Task> _stop;

    private TopicImporter(Endpoint endpoint, TopicPublisher topic, Delivery delivery, TopicImporterOptions options)
    {
        Endpoint = endpoint;
        _topic = topic;
        _stop = new Lazy<Task>(() => Task.Run(Close));
        _writer = new ImportWriter(topic, _counters, new NetLog(options.Log));
        _loop = new ImportLoop(endpoint, delivery, options, _writer, _counters);
        _writer.Start();
    }

    /// <summary>What is imported.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>How it stands now. Any thread.</summary>
    public TopicImporterState State => _loop.State;

    /// <summary>Counts since the start. Any thread.</summary>
    public TopicImporterCounters Counters => _counters.Read();

    /// <summary>Starts to import. Does not wait for the exporter, which may come later.</summary>
    /// <param name="endpoint">Where the topic is exported.</param>
    /// <param name="topicName">Name of the topic on this host, created where it does not exist.</param>
    /// <param name="delivery">Newest: the then-newest whenever there is room for one. In order: every message.</param>
    /// <param name="local">What the local topic is made of.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentException">The local topic cannot be created or opened, or has a publisher.</exception>
    /// <exception cref="ArgumentException">Not a tcp endpoint with a port, or an option out of range.</exception>
    /// <exception cref="DllNotFoundException">libzmq is not installed; the message names the package.</exception>
    public static TopicImporter Start(
        Endpoint endpoint, string topicName, Delivery delivery, TopicOptions local, TopicImporterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.Scheme != EndpointScheme.Tcp)
            throw new ArgumentException($"{endpoint}: topics are imported from tcp:// endpoints.", nameof(endpoint));
        endpoint.CheckConnectable();
        options ??= new TopicImporterOptions();
        options.Check();
        TopicPublisher topic = TopicPublisher.CreateOrOpen(topicName, local);
        try
        {
            return new TopicImporter(endpoint, topic, delivery, options);
        }
        catch
        {
            topic.Dispose();
            throw;
        }
    }

    /// <summary>Unsubscribes, joins the threads and leaves the local topic.</summary>
    public ValueTask DisposeAsync() => new(_stop.Value);

    private void Close()
    {
        // The writer's thread first: it may wait for room in the topic, and posts to the loop.
        _writer.Stop();
        _loop.Close();
        _writer.Dispose();
        _topic.Dispose();
    }
}
