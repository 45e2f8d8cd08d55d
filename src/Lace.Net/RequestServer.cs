using Lace.Net.Requests;

namespace Lace.Net;

/// <summary>Serves requests under one name. The endpoint's scheme chooses the transport; the handler is the same.</summary>
/// <remarks>
/// Many clients; calls of one client never wait for another's while there is room (see <see cref="RequestServerOptions"/>). Several names
/// may be bound on one tcp port. Bad or hostile messages are counted, logged once per peer and dropped.
/// </remarks>
public abstract class RequestServer : IAsyncDisposable
{
    private protected RequestServer(Endpoint endpoint) => Endpoint = endpoint;

    /// <summary>Where it serves; the real port if any was asked for.</summary>
    public Endpoint Endpoint { get; }

    /// <summary>Counts since the start. The message counts are those of the whole port.</summary>
    public abstract RequestServerCounters Counters { get; }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    /// <exception cref="InvalidOperationException">
    /// The name is taken, or the interface is refused (<see cref="ListenOptions.AllowUnencrypted"/>).
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of range or differs from the port's other services.</exception>
    /// <exception cref="DllNotFoundException">tcp without libzmq; the message names the package.</exception>
    /// <exception cref="NotSupportedException">The scheme has no request/reply yet.</exception>
    public static RequestServer Bind(Endpoint endpoint, RequestHandler handler, RequestServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new RequestServerOptions();
        options.Check();
        return endpoint.Scheme switch
        {
            EndpointScheme.Tcp => TcpRequestServer.Start(endpoint, handler, options),
            EndpointScheme.Inproc => new InprocRequestServer(endpoint, handler, options),
            _ => throw new NotSupportedException($"{endpoint}: request/reply over shm:// is not there yet; use tcp:// or inproc://."),
        };
    }

    /// <summary>
    /// Stops at once: the name is free, callers get an error or lose their peer, handlers are cancelled and awaited for at most
    /// <see cref="RequestServerOptions.StopTimeout"/>.
    /// </summary>
    public abstract ValueTask DisposeAsync();
}
