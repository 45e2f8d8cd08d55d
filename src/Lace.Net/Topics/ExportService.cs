using Lace.Ipc;
using Lace.Net.Listening;
using Lace.Net.Loops;

namespace Lace.Net.Topics;

/// <summary>One exported topic: its subscriptions' threads and counts.</summary>
internal sealed class ExportService(Listener listener, string name, string topicName, TopicExporterOptions options)
{
    /// <summary>As many as a topic has places for at most; each takes a thread, also while the topic does not exist.</summary>
    internal const int SubscriptionsMax = 256;

    private readonly Lock _lock = new();
    private readonly HashSet<ExportedSubscription> _live = [];
    private bool _stopped;
    private long _sent;
    private long _sentBytes;
    private long _skipped;

    internal Listener Listener { get; } = listener;

    internal string Name { get; } = name;

    internal string TopicName { get; } = topicName;

    internal SegmentOptions Segment { get; } = options.Segment;

    internal NetLog Log { get; } = new(options.Log);

    internal TopicExporterCounters Counters
    {
        get
        {
            lock (_lock)
            {
                return new TopicExporterCounters(
                    _live.Count, Interlocked.Read(ref _sent), Interlocked.Read(ref _sentBytes), Interlocked.Read(ref _skipped));
            }
        }
    }

    /// <summary>Starts a subscription's thread. On the loop. False: the export has stopped.</summary>
    internal bool Start(ExportedSubscription subscription)
    {
        lock (_lock)
        {
            if (_stopped)
                return false;
            _live.Add(subscription);
            subscription.Start();
            return true;
        }
    }

    internal void Count(int payloadBytes, long skipped)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _sentBytes, payloadBytes);
        Interlocked.Add(ref _skipped, skipped);
    }

    internal void OnThreadEnded(ExportedSubscription subscription)
    {
        lock (_lock)
            _live.Remove(subscription);
    }

    /// <summary>No new subscriptions; the live ones, to be ended.</summary>
    internal ExportedSubscription[] Close()
    {
        lock (_lock)
        {
            _stopped = true;
            return [.. _live];
        }
    }
}
