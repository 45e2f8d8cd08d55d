using System.Buffers.Binary;
using Lace.Ipc.Memory;
using Lace.Ipc.Ownership;
using Lace.Ipc.Requests;
using Lace.Ipc.Rings;
using Lace.Ipc.Segments;
using Lace.Ipc.Waiting;

namespace Lace.Ipc;

/// <summary>Answers requests of processes on this host.</summary>
/// <remarks>
/// Threads: one at a time, except <see cref="Dispose"/>. Requests may be answered in any order, also after later ones were taken.
/// Requests that were meant for an earlier server, or whose client no longer waits, are never handed out.
/// </remarks>
public sealed class RequestRingServer : IDisposable, ILeaseOwner, IWaitSource
{
    private readonly Segment _segment;
    private readonly UseGate _gate;
    private readonly Waiter _waiter;
    private readonly PeerView _clients;
    private readonly LaneReader[] _requests;
    private readonly LaneWriter[] _replies;
    private long _token;
    private long _openToken;
    private int _openLane;
    private int _nextLane;

    private RequestRingServer(Segment segment, LaneReader[] requests, LaneWriter[] replies)
    {
        _segment = segment;
        _clients = new PeerView(segment, RequestRingLayout.FirstClientEntry, requests.Length);
        _requests = requests;
        _replies = replies;
        _gate = new UseGate($"{nameof(RequestRingServer)} {segment.Name}", () => _segment.Detach(static () => false));
        _waiter = new Waiter(segment, _gate, this);
    }

    /// <summary>Name of the request ring.</summary>
    public string Name => _segment.Name;

    /// <summary>The largest reply in bytes.</summary>
    public int MaxMessageBytes => _replies[0].MaxPayloadBytes - RequestRingLayout.PrefixBytes;

    /// <summary>Opens the request ring as its server, or creates it where it does not exist.</summary>
    /// <param name="name">Parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>.</param>
    /// <param name="options">Null for the defaults. A ring that exists must have the same.</param>
    /// <exception cref="SegmentMismatchException">It exists with other options.</exception>
    /// <exception cref="SegmentBusyException">It has a server.</exception>
    /// <exception cref="SegmentException">It cannot be created or opened, with the reason.</exception>
    public static RequestRingServer CreateOrOpen(string name, RequestRingOptions? options = null)
    {
        options ??= new RequestRingOptions();
        LaneReader[] requests = [];
        LaneWriter[] replies = [];
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.RequestRing,
                Options = options,
                Asked = RequestRingLayout.From(options),
                Create = true,
                Role = "server",
                Places = static _ => (RequestRingLayout.ServerEntry, 1),
            },
            taken =>
            {
                long capacity = RequestRingLayout.CapacityBytes(taken.Spec);
                requests = new LaneReader[RequestRingLayout.ClientCount(taken.Spec)];
                replies = new LaneWriter[requests.Length];
                for (int i = 0; i < requests.Length; i++)
                {
                    requests[i] = new LaneReader(RequestRingLayout.RequestLane(taken, i), capacity);
                    replies[i] = new LaneWriter(RequestRingLayout.ReplyLane(taken, i), capacity);
                    replies[i].TakeOver();
                }
            });
        return new RequestRingServer(segment, requests, replies);
    }

    /// <summary>Takes the next request that is still wanted. Never waits.</summary>
    /// <returns>False where there is none.</returns>
    /// <exception cref="InvalidOperationException">A request is still open: dispose it first.</exception>
    /// <exception cref="SegmentCorruptException">A word that a peer wrote is out of range.</exception>
    /// <exception cref="ObjectDisposedException">This server is disposed.</exception>
    public bool TryTake(out Request request)
    {
        _gate.Enter();
        bool taken = false;
        try
        {
            if (_openToken != 0)
                throw new InvalidOperationException($"a request is already open: name={Name}; dispose it first");

            for (int i = 0; i < _requests.Length && !taken; i++)
            {
                int lane = (_nextLane + i) % _requests.Length;
                if (TryTakeFrom(lane, out request))
                    return taken = true;
            }

            request = default;
            return false;
        }
        finally
        {
            if (!taken)
                _gate.Exit();
        }
    }

    /// <summary>Waits until a request is there.</summary>
    /// <inheritdoc cref="Subscriber.Wait"/>
    public WaitResult Wait(TimeSpan timeout, CancellationToken cancellation = default) => _waiter.Wait(timeout, cancellation);

    /// <summary>Sends the reply, or the failure's message as UTF-8. Never waits.</summary>
    /// <param name="id">Of the request.</param>
    /// <param name="payload">At most <see cref="MaxMessageBytes"/> bytes; copied.</param>
    /// <param name="failed">Whether the payload is the message of a failure.</param>
    /// <returns>False where the client is gone or its lane is full of replies that it does not read; nothing was sent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The reply is larger than the ring takes.</exception>
    /// <exception cref="ObjectDisposedException">This server is disposed.</exception>
    public bool TryReply(RequestId id, ReadOnlySpan<byte> payload, bool failed = false)
    {
        if (payload.Length > MaxMessageBytes)
            throw new ArgumentOutOfRangeException(nameof(payload), payload.Length,
                $"reply does not fit: replyBytes={payload.Length}, MaxMessageBytes={MaxMessageBytes}, name={Name}");

        _gate.Enter();
        try
        {
            LaneWriter lane = _replies[id.Client];
            if (!IsWaiting(id.Client, id.ClientEpoch)
                || !lane.TryReserve(RequestRingLayout.PrefixBytes + payload.Length, out Span<byte> message))
                return false;

            BinaryPrimitives.WriteInt64LittleEndian(message, id.Sequence);
            BinaryPrimitives.WriteInt32LittleEndian(message[8..], id.ClientEpoch);
            BinaryPrimitives.WriteInt32LittleEndian(message[12..], failed ? RequestRingLayout.StatusFailed : RequestRingLayout.StatusOk);
            payload.CopyTo(message[RequestRingLayout.PrefixBytes..]);
            lane.Commit(message.Length);
            _clients.Wake(RequestRingLayout.FirstClientEntry + id.Client);
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Leaves. Calls under way end with <see cref="CallResult.OutcomeUnknown"/>.</summary>
    public void Dispose() => _gate.Close(_waiter.WakeOwn);

    void ILeaseOwner.Release(long token)
    {
        if (token != _openToken)
            return;

        _openToken = 0;
        _requests[_openLane].Release();
        _gate.Exit();
    }

    bool IWaitSource.IsReady()
    {
        foreach (LaneReader lane in _requests)
        {
            if (lane.HasNext)
                return true;
        }

        return false;
    }

    long IWaitSource.PeerSignature() => _segment.Signature(RequestRingLayout.FirstClientEntry, _requests.Length);

    /// <summary>Whether that client is still there, and no other has its place.</summary>
    private bool IsWaiting(int client, int epoch) =>
        _segment.Entries[RequestRingLayout.FirstClientEntry + client].IsLive && _requests[client].Epoch == epoch;

    private bool TryTakeFrom(int lane, out Request request)
    {
        while (_requests[lane].TryTake(out LaneRecord record, out ReadOnlySpan<byte> message, out _))
        {
            if (message.Length < RequestRingLayout.PrefixBytes)
                throw new SegmentCorruptException("request PayloadBytes", message.Length, RequestRingLayout.PrefixBytes, int.MaxValue);

            long generation = BinaryPrimitives.ReadInt64LittleEndian(message);
            long deadlineNs = BinaryPrimitives.ReadInt64LittleEndian(message[8..]);
            if (generation != _segment.Own.Generation.LoadOwn() || deadlineNs <= MonotonicClock.NowNs || !IsWaiting(lane, record.Epoch))
            {
                _requests[lane].Release();
                continue;
            }

            _openLane = lane;
            _nextLane = lane + 1;
            _openToken = ++_token;
            request = new Request(
                this, _openToken, new RequestId(lane, record.Epoch, record.Sequence), message[RequestRingLayout.PrefixBytes..], deadlineNs);
            return true;
        }

        request = default;
        return false;
    }
}
