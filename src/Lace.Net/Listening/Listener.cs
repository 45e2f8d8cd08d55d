using System.Security.Cryptography;
using Lace.Ipc;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Requests;
using Lace.Net.Wire;

namespace Lace.Net.Listening;

/// <summary>One bound port: a ROUTER and its loop. Routes each message to the service of its name, notices peers that are gone.</summary>
internal sealed partial class Listener : IoLoop
{
    private const int RoutingIdBytes = 5;
    private const int ReceiveBatch = 64;

    // First, because it says what to install when libzmq is missing.
    private readonly Context _context = new();
    private readonly Socket _router;
    private readonly Message _idFrame = new();
    private readonly PeerTable _peers = new();
    private readonly uint _epoch;

    internal Listener(Endpoint endpoint, ListenOptions options)
        : base($"lace-listen-{endpoint.Port}", options.TickMs, new NetLog(options.Log))
    {
        Options = options;
        _epoch = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        string bound;
        try
        {
            _router = Socket.BindRouter(_context, endpoint.ZmqAddress, options.MaxFrameBytes, out bound);
        }
        catch
        {
            Stop();
            _context.Dispose();
            throw;
        }

        Port = int.Parse(bound[(bound.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        Poller.Watch(_router);
        Start();
    }

    internal int Port { get; }

    internal ListenOptions Options { get; }

    internal MessagePool Pool { get; } = new();

    internal ListenerCounters Counters { get; } = new();

    internal void Close()
    {
        Stop();
        _context.Dispose();
        Pool.Dispose();
    }

    protected override bool Receive()
    {
        for (int i = 0; i < ReceiveBatch; i++)
        {
            if (!_router.TryReceive(_idFrame))
                return false;
            ReceiveRest();
        }

        return true;
    }

    protected override void Tick()
    {
        foreach (Peer peer in _peers.Snapshot())
        {
            if (++peer.SilentTicks > SilentTicksMax(peer))
                Forget(peer, "was silent for two heartbeats");
            else
                ExpireUnmatched(peer);
        }
    }

    protected override void OnStopped(Exception? fault)
    {
        foreach (Peer peer in _peers.Snapshot())
            Forget(peer, null);
        _router.Dispose();
        ((IDisposable)_idFrame).Dispose();
    }

    private int SilentTicksMax(Peer peer)
    {
        int heartbeatMs = peer.HeartbeatMs == 0 ? Options.HeartbeatMs : Math.Clamp(peer.HeartbeatMs, 10, 60_000);
        return Math.Max(4, ((2 * heartbeatMs) + Options.TickMs - 1) / Options.TickMs);
    }

    private void ReceiveRest()
    {
        ReadOnlySpan<byte> idBytes = _idFrame.GetSpan();

        // A routing id that a client chose could collide with, or outlive, another's; ZeroMQ's own begin with 0 and cannot be chosen.
        bool ownId = idBytes.Length == RoutingIdBytes && idBytes[0] == 0;
        Peer? peer = ownId ? _peers.FindOrAdd(RoutingId.Read(idBytes)) : null;
        Counters.SetPeers(_peers.Count);
        if (!_idFrame.HasMore)
        {
            Drop(peer, WireFault.FrameCount);
            return;
        }

        Message frame = Pool.Rent();
        bool received = _router.TryReceive(frame);
        bool single = received && !frame.HasMore;
        while (received && frame.HasMore)
            received = _router.TryReceive(frame);
        WireFault fault = !single ? WireFault.FrameCount
            : peer is not null ? WireFault.None
            : ownId ? WireFault.TooManyPeers
            : WireFault.RoutingId;
        bool taken = false;
        if (fault == WireFault.None)
        {
            peer!.SilentTicks = 0;
            fault = Take(peer, frame, out taken);
        }

        if (fault != WireFault.None)
            Drop(peer, fault);
        if (!taken)
            Pool.Return(frame);
    }

    // The frame is ours to return unless a call took it.
    private WireFault Take(Peer peer, Message frame, out bool taken)
    {
        taken = false;
        ReadOnlySpan<byte> bytes = frame.GetSpan();
        WireFault fault = WireHeader.Read(bytes, out WireKind kind, out _);
        if (fault == WireFault.Version)
            TellVersion(peer, bytes[4]);
        if (fault != WireFault.None)
            return fault;
        return kind switch
        {
            WireKind.Request => OnRequest(peer, frame, out taken),
            WireKind.Cancel => OnCancel(peer, bytes),
            WireKind.Ping => OnPing(peer, bytes),
            WireKind.Hello => OnHello(peer, bytes),
            WireKind.Subscribe => OnSubscribe(peer, bytes),
            WireKind.Credit => OnCredit(peer, bytes),
            WireKind.Unsubscribe => OnUnsubscribe(peer, bytes),
            _ => WireFault.Kind,
        };
    }

    private WireFault OnPing(Peer peer, ReadOnlySpan<byte> bytes)
    {
        long receivedNs = MonotonicClock.NowNs;
        WireFault fault = PingFrame.Read(bytes, out PingFrame ping);
        if (fault != WireFault.None)
            return fault;
        peer.HeartbeatMs = (int)Math.Min(ping.HeartbeatMs, 60_000);
        PongFrame pong = new()
        {
            Call = ping.Call,
            CallKnown = peer.Calls.ContainsKey(ping.Call),
            PingSentNs = ping.SentNs,
            PingReceivedNs = receivedNs,
            SentNs = MonotonicClock.NowNs,
            Connection = ((ulong)_epoch << 32) | peer.Number,
            MessageBytesMax = (uint)Options.MaxMessageBytes,
        };
        Span<byte> frame = stackalloc byte[PongFrame.SizeBytes];
        pong.Write(frame);
        Send(peer, frame);
        return WireFault.None;
    }

    private void TellVersion(Peer peer, byte found)
    {
        if (peer.VersionTold)
            return;
        peer.VersionTold = true;
        Send(peer, ErrorFrame.Create(0, RemoteErrorCode.Version, $"wire version {found}, expected {WireHeader.Version}"));
    }

    private void Drop(Peer? peer, WireFault fault)
    {
        Counters.Count(fault);
        if (peer is { FaultLogged: true })
            return;
        string who = peer is null ? "a peer" : $"peer {peer.Id:x}";
        peer?.FaultLogged = true;
        if (peer is not null || Counters.Of(fault) == 1)
            Log.Write($"port {Port}: dropped a message of {who}: {fault}. Further ones of it are only counted.");
    }

    /// <summary>Sends one frame to a peer; a peer that is gone is forgotten, one that takes nothing loses it.</summary>
    internal bool Send(Peer peer, ReadOnlySpan<byte> frame) => SendId(peer) && _router.TrySend(frame) == SendResult.Sent;

    internal bool Send(Peer peer, Message frame) => SendId(peer) && _router.TrySend(frame) == SendResult.Sent;

    internal bool Send(Peer peer, ReadOnlySpan<byte> header, Message payload) =>
        SendId(peer) && _router.TrySend(header, more: true) == SendResult.Sent && _router.TrySend(payload) == SendResult.Sent;

    private bool SendId(Peer peer)
    {
        if (peer.IsLive)
        {
            Span<byte> id = stackalloc byte[RoutingIdBytes];
            RoutingId.Write(id, peer.Id);
            SendResult result = _router.TrySend(id, more: true);
            if (result == SendResult.Sent)
                return true;
            if (result == SendResult.Gone)
                Forget(peer, "disconnected");
        }

        Counters.CountDropped();
        return false;
    }

    private void Forget(Peer peer, string? why)
    {
        if (!peer.IsLive)
            return;
        peer.IsLive = false;
        _peers.Remove(peer);
        Counters.SetPeers(_peers.Count);
        bool worked = peer.Calls.Count + peer.Subscriptions.Count > 0;
        if (worked && why is not null)
        {
            Log.Write($"port {Port}: peer {peer.Id:x} {why}; calls={peer.Calls.Count} and "
                + $"subscriptions={peer.Subscriptions.Count} of it end.");
        }

        foreach (ServiceClient client in peer.Services)
            client.Service.OnPeerGone(client);
        peer.Calls.Clear();
        ForgetTopics(peer);
    }
}
