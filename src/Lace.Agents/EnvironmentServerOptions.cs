using Lace.Net;

namespace Lace.Agents;

/// <summary>Options of <see cref="EnvironmentServer.Bind"/>. Immutable.</summary>
public sealed record EnvironmentServerOptions
{
    /// <summary>What the environment is called; clients may insist on it. Default <c>environment</c>.</summary>
    public string Name { get; init; } = "environment";

    /// <summary>The environment's version, any text; clients may insist on it. Default <c>0</c>.</summary>
    public string Version { get; init; } = "0";

    /// <summary>
    /// Sessions at a time, at least 1, each with an environment of its own. Default 1, as for a robot: a second client is refused while the
    /// first is alive.
    /// </summary>
    public int MaxSessions { get; init; } = 1;

    /// <summary>
    /// Time without a call after which a session must make room for a client that asks to come in. Default 60 s. Too short, and a client
    /// that learns between two episodes loses its robot; <see cref="Timeout.InfiniteTimeSpan"/> keeps it until the client closes.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of <see cref="IdleTimeout"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What the transport can be told.</summary>
    public RequestServerOptions Transport { get; init; } = new();

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentNullException.ThrowIfNull(Version);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSessions, 1);
        if (IdleTimeout < TimeSpan.Zero && IdleTimeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(IdleTimeout), IdleTimeout, "IdleTimeout must not be negative, but for infinite");
    }
}
