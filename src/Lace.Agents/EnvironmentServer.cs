using Lace.Agents.Environments;
using Lace.Net;

namespace Lace.Agents;

/// <summary>Serves environments: each client that connects gets one of its own, until it closes or is idle while another waits.</summary>
/// <remarks>
/// <para>
/// A copy of a call (a retry after a lost reply) never runs again: the reply of a session's last call is kept and returned. A client
/// cannot make the server fail: malformed calls, wrong actions and whatever an environment throws go back as errors.
/// </para>
/// <para>Threads: environments are called on the transport's threads, each by one at a time. The members are safe from any.</para>
/// <para>Cost: once warm a step allocates nothing here and copies the observation once.</para>
/// </remarks>
public sealed class EnvironmentServer : IAsyncDisposable
{
    private readonly EnvironmentService _service;
    private readonly RequestServer _requests;

    private EnvironmentServer(EnvironmentService service, RequestServer requests)
    {
        _service = service;
        _requests = requests;
    }

    /// <summary>Where clients connect: the real port where 0 was asked for.</summary>
    public Endpoint Endpoint => _requests.Endpoint;

    /// <summary>Sessions that are open now.</summary>
    public int SessionCount => _service.SessionCount;

    /// <summary>Starts to serve.</summary>
    /// <param name="endpoint">The address; its scheme chooses the transport.</param>
    /// <param name="factory">Makes an environment for each session, which disposes it. May be called by several threads at once.</param>
    /// <param name="options">Null takes the defaults: one session at a time.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static EnvironmentServer Bind(Endpoint endpoint, Func<IEnvironment> factory, EnvironmentServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(factory);
        options ??= new EnvironmentServerOptions();
        options.Check();
        EnvironmentService service = new(factory, options);
        return new EnvironmentServer(service, RequestServer.Bind(endpoint, service.HandleAsync, options.Transport));
    }

    /// <summary>Stops to serve, then ends all sessions and disposes their environments. Clients see the connection go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _requests.DisposeAsync().ConfigureAwait(false);
        _service.Dispose();
    }
}
