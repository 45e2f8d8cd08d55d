using Lace.Agents.Environments;
using Lace.Data;
using Lace.Net;

namespace Lace.Agents;

/// <summary>An environment at a distance, used as if it were here.</summary>
/// <remarks>
/// <para>
/// A call that got no reply is sent again, up to <see cref="EnvironmentClientOptions.Attempts"/> times; the server runs it once. When no
/// attempt brings a reply the exception of the last one is thrown and the outcome is not known: the next call must be a reset.
/// </para>
/// <para>Threads: one at a time; a second one is refused. Calls block.</para>
/// <para>Cost: once warm a step allocates nothing and copies the observation once.</para>
/// </remarks>
public sealed class EnvironmentClient : IEnvironment, IAsyncDisposable
{
    private readonly SessionCaller _caller;
    private readonly EnvironmentDescription _description;
    private readonly ulong _actionSpaceHash;
    private bool _disposed;

    private EnvironmentClient(SessionCaller caller, EnvironmentDescription description)
    {
        _caller = caller;
        _description = description;
        _actionSpaceHash = description.ActionSpace.ComputeHash();
    }

    /// <summary>What the server calls the environment.</summary>
    public string Name => _description.Name;

    /// <summary>The environment's version.</summary>
    public string Version => _description.Version;

    /// <inheritdoc/>
    public Space ObservationSpace => _description.ObservationSpace;

    /// <inheritdoc/>
    public Space ActionSpace => _description.ActionSpace;

    /// <summary>How often a call had to be sent again.</summary>
    public long RetryCount => _caller.RetryCount;

    /// <summary>Connects, opens a session, gets the spaces and checks what the options expect. Blocks.</summary>
    /// <exception cref="EnvironmentException">
    /// <see cref="EnvironmentError.Busy"/>: the server has no session left; <see cref="EnvironmentError.WireVersion"/> or
    /// <see cref="EnvironmentError.Unexpected"/>: it is not the one expected; the message says what differs.
    /// </exception>
    /// <exception cref="TimeoutException">The server did not answer.</exception>
    /// <exception cref="IOException">The server cannot be reached.</exception>
    /// <exception cref="RemoteException">Something else is served there, or nothing of that name.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static EnvironmentClient Connect(
        Endpoint endpoint, EnvironmentClientOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new EnvironmentClientOptions();
        options.Check();
        return Open(new RequestLink(RequestClient.Connect(endpoint, options.Transport)), options, cancellation);
    }

    /// <summary>Opens a session over any link, which the client then owns.</summary>
    internal static EnvironmentClient Open(
        IEnvironmentLink link, EnvironmentClientOptions options, CancellationToken cancellation = default)
    {
        SessionCaller caller = new(link, options.Attempts);
        try
        {
            EnvironmentDescription description = caller.Open(cancellation);
            ExpectationCheck.Check(description, options);
            return new EnvironmentClient(caller, description);
        }
        catch
        {
            caller.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Reset(ulong? seed, Span<byte> observation) => Reset(seed, observation, CancellationToken.None);

    /// <summary>Starts an episode.</summary>
    /// <param name="seed">Starts the random numbers anew; null goes on with those that there are.</param>
    /// <param name="observation">Gets the first observation: exactly the bytes of <see cref="ObservationSpace"/>.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then not known.</param>
    /// <exception cref="EnvironmentException">Refused, or failed: see <see cref="EnvironmentError"/>.</exception>
    /// <exception cref="ArgumentException">The observation has the wrong size.</exception>
    /// <exception cref="TimeoutException">No attempt brought a reply. The outcome is not known.</exception>
    /// <exception cref="IOException">The server is gone. The outcome is not known.</exception>
    public void Reset(ulong? seed, Span<byte> observation, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SizeCheck.Exact(observation.Length, ObservationSpace, "observation");
        byte flags = seed is null ? (byte)0 : EnvironmentWire.SeedFlag;
        _caller.Run(CallKind.Reset, flags, seed ?? 0, payload: default, observation, cancellation);
    }

    /// <inheritdoc/>
    public StepResult Step(ReadOnlySpan<byte> action, Span<byte> observation) => Step(action, observation, CancellationToken.None);

    /// <summary>Advances the episode by one action.</summary>
    /// <param name="action">Exactly the bytes of a value in <see cref="ActionSpace"/>.</param>
    /// <param name="observation">Gets the observation after it: exactly the bytes of <see cref="ObservationSpace"/>.</param>
    /// <param name="cancellation">Gives up waiting; the outcome is then not known.</param>
    /// <exception cref="EnvironmentException">Refused, or failed: see <see cref="EnvironmentError"/>.</exception>
    /// <exception cref="ArgumentException">The action or the observation has the wrong size.</exception>
    /// <exception cref="TimeoutException">No attempt brought a reply. The outcome is not known.</exception>
    /// <exception cref="IOException">The server is gone. The outcome is not known.</exception>
    public StepResult Step(ReadOnlySpan<byte> action, Span<byte> observation, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SizeCheck.Exact(action.Length, ActionSpace, "action");
        SizeCheck.Exact(observation.Length, ObservationSpace, "observation");
        return _caller.Run(CallKind.Step, flags: 0, _actionSpaceHash, action, observation, cancellation);
    }

    /// <summary>Closes the session, so that the server has room at once, and the connection.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        if (_disposed)
            return ValueTask.CompletedTask;

        _disposed = true;
        return _caller.DisposeAsync();
    }
}
