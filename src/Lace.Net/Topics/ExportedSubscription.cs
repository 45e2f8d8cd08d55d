using Lace.Ipc;
using Lace.Net.Listening;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Topics;

/// <summary>
/// One remote subscriber of an exported topic. Its thread waits for credit, then for a message, copies it out of the slot and hands it
/// to the listener's loop; everything else belongs to the loop. Newest works because credit comes first: what is read then is the newest.
/// </summary>
internal sealed class ExportedSubscription
{
    private readonly ExportService _service;
    private readonly Listener _listener;
    private readonly Delivery _delivery;
    private readonly SemaphoreSlim _credit = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    // Credit that came before the bulk connection did.
    private int _heldCredit;

    internal ExportedSubscription(ExportService service, Peer control, in SubscribeFrame subscribe)
    {
        _service = service;
        _listener = service.Listener;
        Control = control;
        Id = subscribe.Subscription;
        Session = subscribe.Session;
        _heldCredit = (int)subscribe.Credit;
        _delivery = subscribe.Delivery == WireDelivery.Newest ? Delivery.Newest : Delivery.InOrder;
        _thread = new Thread(Main) { IsBackground = true, Name = $"lace-export-{service.TopicName}" };
    }

    internal ulong Id { get; }

    internal Session Session { get; }

    internal Peer Control { get; }

    /// <summary>Where its data goes; null until the session's HELLO.</summary>
    internal Peer? Bulk { get; private set; }

    internal int UnmatchedTicks { get; set; }

    internal bool IsEnded { get; private set; }

    internal void Start() => _thread.Start();

    /// <summary>The bulk connection is there: data may flow.</summary>
    internal void Match(Peer bulk)
    {
        if (Bulk is not null)
            return;
        Bulk = bulk;
        if (_heldCredit > 0)
            _credit.Release(_heldCredit);
        _heldCredit = 0;
    }

    /// <summary>False: more credit than a subscription may have.</summary>
    internal bool AddCredit(int messages)
    {
        if (_heldCredit + _credit.CurrentCount + messages > SubscribeFrame.CreditMax)
            return false;
        if (Bulk is null)
            _heldCredit += messages;
        else
            _credit.Release(messages);
        return true;
    }

    /// <summary>Tells the thread to end. Does not wait for it.</summary>
    internal void Stop()
    {
        IsEnded = true;
        _stop.Cancel();
    }

    /// <summary>Waits for the thread's end, after <see cref="Stop"/>.</summary>
    internal void Join() => _thread.Join();

    private void Main()
    {
        try
        {
            Run(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped: whoever stopped it has told the subscriber what there was to tell.
        }
        catch (SegmentBusyException e)
        {
            End(RemoteErrorCode.Busy, e.Message);
        }
        catch (Exception e)
        {
            End(RemoteErrorCode.Stopped, e.Message);
        }

        _service.OnThreadEnded(this);
    }

    private void Run(CancellationToken stop)
    {
        using TopicSubscriber topic =
            TopicSubscriber.OpenAsync(_service.TopicName, _delivery, _service.Segment, stop).GetAwaiter().GetResult();
        _listener.Post(new SubscribedItem(_listener, this));
        while (true)
        {
            _credit.Wait(stop);
            while (!Forward(topic))
                topic.Wait(Timeout.InfiniteTimeSpan, stop);
        }
    }

    private bool Forward(TopicSubscriber topic)
    {
        if (!topic.TryRead(out Lease lease))
            return false;
        using (lease)
        {
            Message payload = _listener.Pool.Rent();
            lease.Payload.CopyTo(payload.Allocate(lease.Payload.Length));
            DataFrame header = new()
            {
                Subscription = Id,
                Sequence = lease.Sequence,
                CaptureNs = lease.CaptureTimeNs,
                SentNs = MonotonicClock.NowNs,
            };
            _service.Count(lease.Payload.Length, lease.MissedCount);
            _listener.Post(new DataItem(_listener, this, header, payload));
        }

        return true;
    }

    private void End(RemoteErrorCode code, string why)
    {
        _service.Log.Write($"export of topic {_service.TopicName} ended: {why}");
        _listener.Post(new EndItem(_listener, this, code, why));
    }
}
