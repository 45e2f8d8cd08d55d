using System.Buffers;

namespace Lace.Agents.Environments;

/// <summary>The server without a transport: bytes of a request in, bytes of a reply out, on any thread.</summary>
internal sealed class EnvironmentService : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, EnvironmentSession> _sessions = [];
    private readonly Func<IEnvironment> _factory;
    private readonly EnvironmentServerOptions _options;
    private readonly bool _remembersReplies;
    private bool _disposed;

    /// <param name="factory">Makes an environment for each session.</param>
    /// <param name="options">Checked by the caller.</param>
    /// <param name="remembersReplies">False only in the control of the test that a copy of a call does not run.</param>
    internal EnvironmentService(Func<IEnvironment> factory, EnvironmentServerOptions options, bool remembersReplies = true)
    {
        _factory = factory;
        _options = options;
        _remembersReplies = remembersReplies;
    }

    internal int SessionCount
    {
        get
        {
            lock (_gate)
                return _sessions.Count;
        }
    }

    internal ValueTask HandleAsync(ReadOnlyMemory<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation)
    {
        Handle(request.Span, reply);
        return ValueTask.CompletedTask;
    }

    internal void Handle(ReadOnlySpan<byte> request, IBufferWriter<byte> reply)
    {
        if (EnvironmentWire.ReadRequest(request, out CallHeader call, out EnvironmentError error) is { } text)
        {
            ReplyWriter.WriteError(reply, call, error, text);
            return;
        }

        switch (call.Kind)
        {
            case CallKind.Open:
                Open(call, reply);
                break;
            case CallKind.Close:
                Close(Remove(call.Session));
                ReplyWriter.WriteDone(reply, call, default);
                break;
            default:
                Run(call, request[EnvironmentWire.HeaderBytes..], reply);
                break;
        }
    }

    /// <summary>Ends all sessions and refuses new ones. A call that still runs disposes its environment when it is done.</summary>
    public void Dispose()
    {
        EnvironmentSession[] sessions;
        lock (_gate)
        {
            _disposed = true;
            sessions = [.. _sessions.Values];
            _sessions.Clear();
        }

        foreach (EnvironmentSession session in sessions)
            Close(session);
    }

    private void Run(in CallHeader call, ReadOnlySpan<byte> payload, IBufferWriter<byte> reply)
    {
        EnvironmentSession? session;
        lock (_gate)
            _sessions.TryGetValue(call.Session, out session);

        if (session is null || !session.TryRun(call, payload, reply))
        {
            ReplyWriter.WriteError(
                reply,
                call,
                EnvironmentError.NoSession,
                $"session {call.Session:x16} is not open here: another client came after IdleTimeout={_options.IdleTimeout.TotalSeconds} s "
                + "without a call, or the server was restarted; connect again");
        }
    }

    private void Open(in CallHeader call, IBufferWriter<byte> reply)
    {
        EnvironmentSession? session = Admit(call.Session, out string? refusal);
        if (session is null)
        {
            ReplyWriter.WriteError(reply, call, EnvironmentError.Busy, refusal!);
            return;
        }

        byte[] description;
        try
        {
            description = session.Open(_factory, _options.Name, _options.Version);
        }
        catch (Exception e)
        {
            // The factory's failure is the client's to hear; the next client may have more luck.
            Close(Remove(call.Session));
            ReplyWriter.WriteError(
                reply, call, EnvironmentError.EnvironmentFailed, $"the environment could not be made: {e.GetType().Name}: {e.Message}");
            return;
        }

        ReplyWriter.WriteDone(reply, call, description);
    }

    private EnvironmentSession? Admit(ulong id, out string? refusal)
    {
        EnvironmentSession? ended = null;
        EnvironmentSession? session;
        lock (_gate)
        {
            refusal = _disposed ? "the server stops" : null;
            if (refusal is null && !_sessions.TryGetValue(id, out session))
            {
                ended = TakeExpired();
                refusal = Full();
                if (refusal is null)
                    _sessions.Add(id, new EnvironmentSession(id, _options.TimeProvider, _remembersReplies));
            }

            _sessions.TryGetValue(id, out session);
        }

        Close(ended);
        return refusal is null ? session : null;
    }

    // One that must make room, when there is none.
    private EnvironmentSession? TakeExpired()
    {
        if (_sessions.Count < _options.MaxSessions || _options.IdleTimeout == Timeout.InfiniteTimeSpan)
            return null;

        EnvironmentSession idlest = _sessions.Values.MaxBy(s => s.Idle)!;
        if (idlest.Idle < _options.IdleTimeout)
            return null;

        _sessions.Remove(idlest.Id);
        return idlest;
    }

    private string? Full()
    {
        if (_sessions.Count < _options.MaxSessions)
            return null;

        TimeSpan longest = _sessions.Values.Max(s => s.Idle);
        return $"{_options.Name} is taken: sessions={_sessions.Count}, MaxSessions={_options.MaxSessions}; there is room when a client "
            + $"closes or is idle for IdleTimeout={_options.IdleTimeout.TotalSeconds} s; idle for at most {longest.TotalSeconds:0.0} s now";
    }

    // An environment that cannot be disposed is no reason to keep the others, or to refuse who comes next.
    private void Close(EnvironmentSession? session)
    {
        try
        {
            session?.Close();
        }
        catch (Exception e)
        {
            _options.Transport.Log?.Invoke($"{_options.Name}: an environment failed in Dispose: {e.GetType().Name}: {e.Message}");
        }
    }

    private EnvironmentSession? Remove(ulong id)
    {
        lock (_gate)
            return _sessions.Remove(id, out EnvironmentSession? session) ? session : null;
    }
}
