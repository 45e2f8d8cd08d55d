using System.Buffers;
using Lace.Net.Requests;

namespace Lace.Net;

/// <summary>
/// Calls a <see cref="RequestServer"/>. The endpoint's scheme chooses the transport; the calls are the same. Any thread, many at
/// once.
/// </summary>
/// <remarks>
/// The server may start later, and may be restarted: a call waits up to <see cref="RequestClientOptions.ConnectTimeout"/> for it. A call
/// that was under way when the server went is never sent again.
/// </remarks>
public abstract class RequestClient : IAsyncDisposable
{
    private protected RequestClient(Endpoint endpoint) => Endpoint = endpoint;

    /// <summary>Whom it calls.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Makes a client. Does not wait for the server.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the endpoint has port 0 or host <c>*</c>.</exception>
    /// <exception cref="DllNotFoundException">tcp without libzmq; the message names the package.</exception>
    /// <exception cref="NotSupportedException">The scheme has no request/reply yet.</exception>
    public static RequestClient Connect(Endpoint endpoint, RequestClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.CheckConnectable();
        options ??= new RequestClientOptions();
        options.Check();
        return endpoint.Scheme switch
        {
            EndpointScheme.Tcp => new TcpRequestClient(endpoint, options),
            EndpointScheme.Inproc => new InprocRequestClient(endpoint, options),
            _ => throw new NotSupportedException($"{endpoint}: request/reply over shm:// is not there yet; use tcp:// or inproc://."),
        };
    }

    /// <summary>Sends a request and writes the answer to <paramref name="reply"/>.</summary>
    /// <param name="request">Copied before this returns.</param>
    /// <param name="reply">Written only when the call succeeds, on the thread that goes on after the call.</param>
    /// <param name="cancellation">Ends the wait and cancels the handler, as far as it obeys.</param>
    /// <exception cref="RemoteException">The handler threw, or the other side refused.</exception>
    /// <exception cref="TimeoutException">
    /// No answer within <see cref="RequestClientOptions.Timeout"/>. Whether the handler ran is not known.
    /// </exception>
    /// <exception cref="PeerGoneException">The server is gone or was never there. Whether the handler ran is not known.</exception>
    /// <exception cref="ArgumentException">The request is larger than <see cref="TransportOptions.MaxMessageBytes"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or meanwhile.</exception>
    public abstract ValueTask RequestAsync(
        ReadOnlyMemory<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation = default);

    /// <summary>The same, blocking the caller: the lowest latency, because no other thread of this process is in the way.</summary>
    /// <inheritdoc cref="RequestAsync"/>
    public abstract void Request(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation = default);

    /// <summary>Ends calls under way with <see cref="ObjectDisposedException"/> and closes the connections.</summary>
    public abstract ValueTask DisposeAsync();
}
