using System.Buffers.Binary;
using Lace.Ipc.Memory;
using Lace.Ipc.Ownership;
using Lace.Ipc.Requests;
using Lace.Ipc.Rings;
using Lace.Ipc.Segments;
using Lace.Ipc.Waiting;

namespace Lace.Ipc;

/// <summary>Calls the server of a request ring on this host: about two hand-overs a call.</summary>
/// <remarks>
/// Threads: one call at a time. <see cref="Dispose"/> from any thread ends a call under way with <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class RequestRingClient : IDisposable, ILeaseOwner, IWaitSource
{
    private readonly Segment _segment;
    private readonly UseGate _gate;
    private readonly Waiter _waiter;
    private readonly PeerView _serverView;
    private readonly LaneWriter _requests;
    private readonly LaneReader _replies;
    private long _token;
    private long _openToken;

    private RequestRingClient(Segment segment, LaneWriter requests, LaneReader replies)
    {
        _segment = segment;
        _serverView = new PeerView(segment, RequestRingLayout.ServerEntry, 1);
        _requests = requests;
        _replies = replies;
        _gate = new UseGate($"{nameof(RequestRingClient)} {segment.Name}", () => _segment.Detach(static () => false));
        _waiter = new Waiter(segment, _gate, this);
    }

    /// <summary>Name of the request ring.</summary>
    public string Name => _segment.Name;

    /// <summary>The largest request in bytes.</summary>
    public int MaxMessageBytes => _requests.MaxPayloadBytes - RequestRingLayout.PrefixBytes;

    /// <summary>Whether a server is alive: a killed one is not. Cost: one system call.</summary>
    public bool HasServer
    {
        get
        {
            _gate.Enter();
            try
            {
                return _segment.CountLive(RequestRingLayout.ServerEntry, 1) != 0;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private ref readonly AttachmentEntry Server => ref _segment.Entries[RequestRingLayout.ServerEntry];

    /// <summary>Opens a request ring that exists.</summary>
    /// <param name="name">Name of the request ring.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="SegmentNotFoundException">It does not exist.</exception>
    /// <exception cref="SegmentBusyException">It has as many clients as it may have.</exception>
    /// <exception cref="SegmentException">It cannot be opened, with the reason.</exception>
    public static RequestRingClient Open(string name, SegmentOptions? options = null)
    {
        LaneWriter? requests = null;
        LaneReader? replies = null;
        Segment segment = SegmentAttacher.Attach(
            new AttachRequest
            {
                Name = name,
                Kind = SegmentKind.RequestRing,
                Options = options ?? new SegmentOptions(),
                Role = "client",
                Places = static spec => (RequestRingLayout.FirstClientEntry, RequestRingLayout.ClientCount(spec)),
            },
            taken =>
            {
                int client = taken.OwnIndex - RequestRingLayout.FirstClientEntry;
                long capacity = RequestRingLayout.CapacityBytes(taken.Spec);
                requests = new LaneWriter(RequestRingLayout.RequestLane(taken, client), capacity);
                requests.TakeOver();
                replies = new LaneReader(RequestRingLayout.ReplyLane(taken, client), capacity);
            });
        return new RequestRingClient(segment, requests!, replies!);
    }

    /// <summary>Opens a request ring as soon as it exists; looks every 20 ms.</summary>
    /// <param name="name">Name of the request ring.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <inheritdoc cref="Open"/>
    public static Task<RequestRingClient> OpenAsync(
        string name, SegmentOptions? options = null, CancellationToken cancellation = default) =>
        SegmentAppearance.OpenAsync(() => Open(name, options), cancellation);

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <param name="request">At most <see cref="MaxMessageBytes"/> bytes; copied.</param>
    /// <param name="timeout">Longest wait, on the monotonic clock; a server does not begin the request later.</param>
    /// <param name="reply">
    /// The reply or the failure's message, in shared memory; empty for other results. Dispose it before the next call.
    /// </param>
    /// <param name="cancellation">Ends the wait; the request may have run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The request is larger than the ring takes.</exception>
    /// <exception cref="InvalidOperationException">The last reply is still open.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This client is disposed.</exception>
    public CallResult Call(ReadOnlySpan<byte> request, TimeSpan timeout, out Lease reply, CancellationToken cancellation = default)
    {
        if (request.Length > MaxMessageBytes)
            throw new ArgumentOutOfRangeException(nameof(request), request.Length,
                $"request does not fit: requestBytes={request.Length}, MaxMessageBytes={MaxMessageBytes}, name={Name}");

        reply = default;
        _gate.Enter();
        bool leased = false;
        try
        {
            if (_openToken != 0)
                throw new InvalidOperationException($"the last reply is still open: name={Name}; dispose it first");

            // The generation first. A successor changes it before it is live, so one that is read before a server is seen alive is
            // that server's or an earlier one's; the other way round, a call that ends as OutcomeUnknown could name the next server.
            long generation = Server.Generation.LoadAcquire();
            if (!Server.IsLive)
                return CallResult.NoServer;

            Deadline deadline = Deadline.After(timeout);
            if (!TrySend(request, generation, deadline.Ns, out long sequence))
                return CallResult.TimedOut;

            CallResult result = AwaitReply(sequence, generation, deadline, out reply, cancellation);
            leased = result is CallResult.Replied or CallResult.Failed;
            return result;
        }
        finally
        {
            if (!leased)
                _gate.Exit();
        }
    }

    /// <summary>Leaves the request ring.</summary>
    public void Dispose() => _gate.Close(_waiter.WakeOwn);

    void ILeaseOwner.Release(long token)
    {
        if (token != _openToken)
            return;

        _openToken = 0;
        _replies.Release();
        _gate.Exit();
    }

    bool IWaitSource.IsReady() => _replies.HasNext;

    long IWaitSource.PeerSignature() => _segment.Signature(RequestRingLayout.ServerEntry, 1);

    private bool TrySend(ReadOnlySpan<byte> request, long generation, long deadlineNs, out long sequence)
    {
        // Full only of requests that timed out and that a stuck server has not looked at yet: as good as a time-out of this one.
        sequence = 0;
        if (!_requests.TryReserve(RequestRingLayout.PrefixBytes + request.Length, out Span<byte> message))
            return false;

        BinaryPrimitives.WriteInt64LittleEndian(message, generation);
        BinaryPrimitives.WriteInt64LittleEndian(message[8..], deadlineNs);
        request.CopyTo(message[RequestRingLayout.PrefixBytes..]);
        _requests.Commit(message.Length);
        sequence = _requests.Sequence;
        _serverView.Wake();
        return true;
    }

    private CallResult AwaitReply(long sequence, long generation, Deadline deadline, out Lease reply, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTakeReply(sequence, out reply, out CallResult result))
                return result;

            if (!Server.IsLive || Server.Generation.LoadAcquire() != generation)
                return TryTakeReply(sequence, out reply, out result) ? result : CallResult.OutcomeUnknown;

            if (deadline.IsOver)
                return CallResult.TimedOut;

            _waiter.Wait(deadline.Left, cancellation);
        }
    }

    private bool TryTakeReply(long sequence, out Lease reply, out CallResult result)
    {
        while (_replies.TryTake(out LaneRecord record, out ReadOnlySpan<byte> message, out _))
        {
            if (message.Length < RequestRingLayout.PrefixBytes)
                throw new SegmentCorruptException("reply PayloadBytes", message.Length, RequestRingLayout.PrefixBytes, int.MaxValue);

            // Replies to calls that were given up, or of a client that had this place before, are nobody's.
            long answered = BinaryPrimitives.ReadInt64LittleEndian(message);
            int epoch = BinaryPrimitives.ReadInt32LittleEndian(message[8..]);
            if (answered != sequence || epoch != _requests.Epoch)
            {
                _replies.Release();
                continue;
            }

            bool failed = BinaryPrimitives.ReadInt32LittleEndian(message[12..]) != RequestRingLayout.StatusOk;
            result = failed ? CallResult.Failed : CallResult.Replied;
            _openToken = ++_token;
            reply = new Lease(this, _openToken, message[RequestRingLayout.PrefixBytes..], record.Sequence, missedCount: 0,
                redelivered: false, captureTimeNs: 0);
            return true;
        }

        reply = default;
        result = default;
        return false;
    }
}
