using System.Security.Cryptography;
using System.Text;
using Lace.Data;
using Lace.Net;

namespace Lace.Agents.Environments;

/// <summary>The client's half of a session: numbers calls, sends each until there is a reply, knows when an outcome is unknown.</summary>
internal sealed class SessionCaller(IEnvironmentLink link, int attempts) : IAsyncDisposable
{
    // Closing is a courtesy that frees the server's session early; a dead server is not waited for.
    private static readonly TimeSpan s_closeTimeout = TimeSpan.FromSeconds(1);

    private readonly ulong _session = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly ReplyBuffer _reply = new();
    private byte[] _request = new byte[EnvironmentWire.HeaderBytes];
    private ulong _sequence;
    private string? _unknownOutcome;
    private int _inUse;

    internal long RetryCount { get; private set; }

    internal EnvironmentDescription Open(CancellationToken cancellation)
    {
        Exchange(new CallHeader(CallKind.Open, Flags: 0, _session, Sequence: 0, Argument: 0), payload: default, cancellation);
        try
        {
            return EnvironmentDescription.Decode(_reply.Written[EnvironmentWire.HeaderBytes..]);
        }
        catch (TensorFormatException e)
        {
            throw new EnvironmentException(EnvironmentError.Unexpected, $"the server's description cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A reset or step, whose reply is an observation.</summary>
    internal StepResult Run(
        CallKind kind, byte flags, ulong argument, ReadOnlySpan<byte> payload, Span<byte> observation, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _inUse, 1) != 0)
            throw new InvalidOperationException("an EnvironmentClient serves one thread at a time: another call is inside");

        try
        {
            if (kind == CallKind.Step && _unknownOutcome is not null)
                throw new EnvironmentException(EnvironmentError.OutcomeUnknown, $"{_unknownOutcome}; call Reset before the next Step");

            StepResult result = Exchange(new CallHeader(kind, flags, _session, ++_sequence, argument), payload, cancellation);
            CopyObservation(observation);
            return result;
        }
        finally
        {
            Interlocked.Exchange(ref _inUse, 0);
        }
    }

    /// <summary>Closes the session and the link.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await link.DisposeAsync().ConfigureAwait(false);
    }

    private void Close()
    {
        using CancellationTokenSource timeout = new(s_closeTimeout);
        Span<byte> request = stackalloc byte[EnvironmentWire.HeaderBytes];
        EnvironmentWire.WriteRequest(request, new CallHeader(CallKind.Close, Flags: 0, _session, _sequence + 1, Argument: 0));
        try
        {
            link.Call(request, new ReplyBuffer(), timeout.Token);
        }
        catch (Exception e) when (e is IOException or TimeoutException or OperationCanceledException or RemoteException)
        {
            // The server is gone or silent: its idle timeout ends the session without us.
        }
    }

    private StepResult Exchange(in CallHeader call, ReadOnlySpan<byte> payload, CancellationToken cancellation)
    {
        int requestBytes = EnvironmentWire.HeaderBytes + payload.Length;
        if (_request.Length < requestBytes)
            _request = new byte[requestBytes];

        EnvironmentWire.WriteRequest(_request, call);
        payload.CopyTo(_request.AsSpan(EnvironmentWire.HeaderBytes));

        // Only a reply that can be believed takes this back.
        string? before = _unknownOutcome;
        _unknownOutcome = "the outcome of an earlier call is not known";
        Send(_request.AsSpan(0, requestBytes), cancellation);
        int status = EnvironmentWire.ReadReply(_reply.Written, call, out StepResult result);
        if (status != 0)
        {
            // A refusal ran nothing, so it settles nothing that was open before it.
            _unknownOutcome = before;
            throw new EnvironmentException(
                (EnvironmentError)status, Encoding.UTF8.GetString(_reply.Written[EnvironmentWire.HeaderBytes..]));
        }

        _unknownOutcome = null;
        return result;
    }

    private void Send(ReadOnlySpan<byte> request, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            _reply.Clear();
            try
            {
                link.Call(request, _reply, cancellation);
                return;
            }
            catch (Exception e) when (attempt < attempts && e is TimeoutException or PeerGoneException)
            {
                // The same bytes again, with the same sequence: the server tells a copy from a new call.
                RetryCount++;
            }
        }
    }

    private void CopyObservation(Span<byte> observation)
    {
        ReadOnlySpan<byte> payload = _reply.Written[EnvironmentWire.HeaderBytes..];
        if (payload.Length != observation.Length)
        {
            _unknownOutcome = "a reply had an observation of the wrong size";
            throw EnvironmentWire.BadReply("observation bytes", (ulong)payload.Length, (ulong)observation.Length);
        }

        payload.CopyTo(observation);
    }
}
