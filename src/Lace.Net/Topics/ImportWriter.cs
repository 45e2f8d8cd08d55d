using System.Collections.Concurrent;
using Lace.Ipc;
using Lace.Net.Loops;
using Lace.Net.Native;

namespace Lace.Net.Topics;

/// <summary>
/// Writes received messages into the local topic on a thread of its own, because a reliable topic makes it wait, and the loop must go on
/// answering for this side's life meanwhile. What waits here is bounded by the credit.
/// </summary>
internal sealed class ImportWriter : IDisposable
{
    private readonly TopicPublisher _topic;
    private readonly ImportCounters _counters;
    private readonly NetLog _log;
    private readonly ConcurrentQueue<ImportItem> _queue = new();
    private readonly Bell _bell = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    internal ImportWriter(TopicPublisher topic, ImportCounters counters, NetLog log)
    {
        _topic = topic;
        _counters = counters;
        _log = log;
        _thread = new Thread(Main) { IsBackground = true, Name = $"lace-import-{topic.Name}" };
    }

    internal Action<ImportItem>? Consumed { get; set; }

    internal void Start() => _thread.Start();

    internal void Give(ImportItem item)
    {
        _queue.Enqueue(item);
        _bell.Ring();
    }

    /// <summary>Ends the thread; what is still queued is not written.</summary>
    internal void Stop()
    {
        _stop.Cancel();
        _bell.Ring();
        _thread.Join();
    }

    /// <summary>Frees what is left, once nothing more is given.</summary>
    public void Dispose()
    {
        _bell.Dispose();
        while (_queue.TryDequeue(out ImportItem? item))
            item.Abandon();
    }

    private void Main()
    {
        while (!_stop.IsCancellationRequested)
        {
            _bell.Wait();
            while (!_stop.IsCancellationRequested && _queue.TryDequeue(out ImportItem? item))
                Handle(item);
        }
    }

    private void Handle(ImportItem item)
    {
        try
        {
            Write(item);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop is told all the same, so that nothing is left behind.
        }
        catch (Exception e)
        {
            if (_counters.CountRejected() == 1)
                _log.Write($"import into topic {_topic.Name}: a message could not be written: {e.Message}. Further ones are only counted.");
        }

        item.Payload.Release();
        Consumed?.Invoke(item);
    }

    private void Write(ImportItem item)
    {
        ReadOnlySpan<byte> payload = item.Payload.GetSpan();
        _counters.CountSequence(item.Data.Sequence);
        if (payload.Length > _topic.MaxPayloadBytes)
        {
            if (_counters.CountRejected() == 1)
            {
                _log.Write($"import into topic {_topic.Name}: a message does not fit: payloadBytes={payload.Length}, "
                    + $"SlotSizeBytes={_topic.MaxPayloadBytes}. Further ones are only counted.");
            }

            return;
        }

        if (!_topic.Claim(payload.Length, Timeout.InfiniteTimeSpan, out Claim claim, _stop.Token))
            return;
        using (claim)
        {
            payload.CopyTo(claim.Payload);
            long captureNs = item.Data.CaptureNs == 0 ? 0 : item.Data.CaptureNs - item.ClockOffsetNs;
            long bornNs = captureNs == 0 ? item.Data.SentNs - item.ClockOffsetNs : captureNs;

            // Counted first: who has read a message finds it in the counts.
            _counters.CountWritten(payload.Length, MonotonicClock.NowNs - bornNs);
            claim.Commit(payload.Length, captureNs);
        }
    }
}
