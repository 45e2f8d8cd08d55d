using Lace.Net.Wire;

namespace Lace.Net.Listening;

/// <summary>The listener's connections, bounded, and the bulk connection of each session.</summary>
internal sealed class PeerTable
{
    internal const int PeerCountMax = 1024;

    private readonly Dictionary<ulong, Peer> _byId = [];
    private readonly Dictionary<Session, Peer> _bulk = [];
    private readonly List<Peer> _scratch = [];

    private uint _lastNumber;

    internal int Count => _byId.Count;

    /// <summary>The peer, new if need be; null when the table is full.</summary>
    internal Peer? FindOrAdd(ulong id)
    {
        if (_byId.TryGetValue(id, out Peer? peer))
            return peer;
        if (_byId.Count >= PeerCountMax)
            return null;
        peer = new Peer(id, ++_lastNumber);
        _byId.Add(id, peer);
        return peer;
    }

    internal Peer? FindBulk(Session session) => _bulk.GetValueOrDefault(session);

    /// <summary>Makes <paramref name="peer"/> the session's bulk connection. True: another one was before.</summary>
    internal bool SetBulk(Session session, Peer peer)
    {
        bool replaced = _bulk.TryGetValue(session, out Peer? before) && before != peer;
        peer.BulkOf = session;
        _bulk[session] = peer;
        return replaced;
    }

    internal void Remove(Peer peer)
    {
        _byId.Remove(peer.Id);
        if (peer.BulkOf is { } session && _bulk.TryGetValue(session, out Peer? bulk) && bulk == peer)
            _bulk.Remove(session);
    }

    /// <summary>A copy that may be walked while peers are removed. Valid until the next call.</summary>
    internal List<Peer> Snapshot()
    {
        _scratch.Clear();
        _scratch.AddRange(_byId.Values);
        return _scratch;
    }
}
