using System.Text;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Topics;
using Lace.Net.Wire;

namespace Lace.Net.Listening;

internal sealed partial class Listener
{
    private const int SubscriptionsPerPeerMax = 64;

    private readonly Dictionary<Session, List<ExportedSubscription>> _sessions = [];
    private volatile Dictionary<byte[], ExportService> _topicRoutes = new(new NameComparer());

    /// <summary>Exports <paramref name="service"/> under its name from now on.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    internal void Add(ExportService service)
    {
        lock (_routesLock)
        {
            Dictionary<byte[], ExportService> routes = new(_topicRoutes, new NameComparer());
            if (!routes.TryAdd(Encoding.ASCII.GetBytes(service.Name), service))
                throw new InvalidOperationException($"topic '{service.Name}' is already exported on port {Port}.");
            _topicRoutes = routes;
        }
    }

    /// <summary>Takes the name away and ends its subscriptions; complete when their threads have ended.</summary>
    internal async Task RemoveAsync(ExportService service)
    {
        lock (_routesLock)
        {
            Dictionary<byte[], ExportService> routes = new(_topicRoutes, new NameComparer());
            routes.Remove(Encoding.ASCII.GetBytes(service.Name));
            _topicRoutes = routes;
        }

        ExportedSubscription[] live = service.Close();
        LoopAction stop = new(() =>
        {
            foreach (ExportedSubscription subscription in live)
                EndSubscription(subscription, RemoteErrorCode.Stopped, $"export of topic '{service.Name}' has stopped.");
        });
        Post(stop);
        await stop.Done.ConfigureAwait(false);
        await Task.Run(() =>
        {
            foreach (ExportedSubscription subscription in live)
            {
                // The loop may have ended before it could.
                subscription.Stop();
                subscription.Join();
            }
        }).ConfigureAwait(false);
    }

    internal void SendSubscribed(ExportedSubscription subscription)
    {
        if (subscription.IsEnded)
            return;
        Span<byte> frame = stackalloc byte[IdFrame.SizeBytes];
        IdFrame.Write(frame, WireKind.Subscribed, subscription.Id);
        Send(subscription.Control, frame);
    }

    internal void SendData(ExportedSubscription subscription, in DataFrame data, Message payload)
    {
        Span<byte> header = stackalloc byte[DataFrame.SizeBytes];
        data.Write(header);
        if (!subscription.IsEnded && !Send(subscription.Bulk!, header, payload))
            EndSubscription(subscription, RemoteErrorCode.BulkLost, "the bulk connection is gone or takes nothing.");
        Pool.Return(payload);
    }

    /// <summary>Ends a subscription and tells its subscriber. Idempotent.</summary>
    internal void EndSubscription(ExportedSubscription subscription, RemoteErrorCode code, string why)
    {
        if (subscription.IsEnded)
            return;
        Detach(subscription);
        subscription.Control.Subscriptions.Remove(subscription.Id);
        Send(subscription.Control, ErrorFrame.Create(subscription.Id, code, why));
    }

    private void Detach(ExportedSubscription subscription)
    {
        subscription.Stop();
        if (_sessions.TryGetValue(subscription.Session, out List<ExportedSubscription>? ofSession))
        {
            ofSession.Remove(subscription);
            if (ofSession.Count == 0)
                _sessions.Remove(subscription.Session);
        }
    }

    private void EndSession(Session session)
    {
        if (!_sessions.TryGetValue(session, out List<ExportedSubscription>? ofSession))
            return;
        foreach (ExportedSubscription subscription in ofSession.ToArray())
            EndSubscription(subscription, RemoteErrorCode.BulkLost, "the bulk connection is gone.");
    }

    private WireFault OnHello(Peer peer, ReadOnlySpan<byte> bytes)
    {
        WireFault fault = HelloFrame.Read(bytes, out HelloFrame hello);
        if (fault != WireFault.None)
            return fault;
        peer.HeartbeatMs = (int)Math.Min(hello.HeartbeatMs, 60_000);
        if (peer.BulkOf == hello.Session)
            return WireFault.None;
        if (peer.BulkOf is not null)
            return WireFault.Unexpected;

        // What was sent over the connection before this one may be lost: its subscriptions must start again.
        if (_peers.SetBulk(hello.Session, peer))
            EndSession(hello.Session);
        if (_sessions.TryGetValue(hello.Session, out List<ExportedSubscription>? waiting))
        {
            foreach (ExportedSubscription subscription in waiting)
                subscription.Match(peer);
        }

        return WireFault.None;
    }

    private WireFault OnSubscribe(Peer peer, ReadOnlySpan<byte> bytes)
    {
        WireFault fault = SubscribeFrame.Read(bytes, out SubscribeFrame subscribe);
        if (fault != WireFault.None)
            return fault;
        if (peer.Subscriptions.ContainsKey(subscribe.Subscription))
            return WireFault.Unexpected;
        if (peer.Subscriptions.Count >= SubscriptionsPerPeerMax)
        {
            string why = $"at most {SubscriptionsPerPeerMax} subscriptions a connection.";
            return RefuseSubscription(peer, subscribe, RemoteErrorCode.Busy, why);
        }

        if (!_topicRoutes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(subscribe.Name, out ExportService? service))
        {
            string name = Encoding.ASCII.GetString(subscribe.Name);
            return RefuseSubscription(peer, subscribe, RemoteErrorCode.NoSuchName, $"no topic '{name}' is exported on port {Port}.");
        }

        if (service.Counters.Subscribers >= ExportService.SubscriptionsMax)
        {
            string why = $"at most {ExportService.SubscriptionsMax} subscriptions of topic '{service.Name}'.";
            return RefuseSubscription(peer, subscribe, RemoteErrorCode.Busy, why);
        }

        ExportedSubscription subscription = new(service, peer, subscribe);
        if (!service.Start(subscription))
            return RefuseSubscription(peer, subscribe, RemoteErrorCode.Stopped, "the export has stopped.");
        peer.Subscriptions.Add(subscription.Id, subscription);
        if (!_sessions.TryGetValue(subscription.Session, out List<ExportedSubscription>? ofSession))
            _sessions.Add(subscription.Session, ofSession = []);
        ofSession.Add(subscription);
        if (_peers.FindBulk(subscription.Session) is { } bulk)
            subscription.Match(bulk);
        return WireFault.None;
    }

    private WireFault RefuseSubscription(Peer peer, in SubscribeFrame subscribe, RemoteErrorCode code, string why)
    {
        Send(peer, ErrorFrame.Create(subscribe.Subscription, code, why));
        return WireFault.None;
    }

    private static WireFault OnCredit(Peer peer, ReadOnlySpan<byte> bytes)
    {
        WireFault fault = CreditFrame.Read(bytes, out CreditFrame credit);

        // For a subscription that is unknown it crossed our ERROR.
        if (fault == WireFault.None && peer.Subscriptions.TryGetValue(credit.Subscription, out ExportedSubscription? subscription)
            && !subscription.AddCredit((int)credit.Messages))
            return WireFault.Value;
        return fault;
    }

    private WireFault OnUnsubscribe(Peer peer, ReadOnlySpan<byte> bytes)
    {
        WireFault fault = IdFrame.Read(bytes, payloadFollows: false, out ulong id);
        if (fault == WireFault.None && peer.Subscriptions.Remove(id, out ExportedSubscription? subscription))
            Detach(subscription);
        return fault;
    }

    private void ExpireUnmatched(Peer peer)
    {
        if (peer.Subscriptions.Count == 0)
            return;
        foreach (ExportedSubscription subscription in peer.Subscriptions.Values.ToArray())
        {
            if (subscription.Bulk is null && ++subscription.UnmatchedTicks > SilentTicksMax(peer))
                EndSubscription(subscription, RemoteErrorCode.BulkLost, "no HELLO of its session came within two heartbeats.");
        }
    }

    // Its own subscriptions end silently, as there is nobody to tell; those whose data went over it end aloud.
    private void ForgetTopics(Peer peer)
    {
        foreach (ExportedSubscription subscription in peer.Subscriptions.Values)
            Detach(subscription);
        peer.Subscriptions.Clear();
        if (peer.BulkOf is { } session && _peers.FindBulk(session) is null)
            EndSession(session);
    }
}
