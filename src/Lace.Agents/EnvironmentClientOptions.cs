using Lace.Data;
using Lace.Net;

namespace Lace.Agents;

/// <summary>Options of <see cref="EnvironmentClient.Connect"/>. Immutable.</summary>
public sealed record EnvironmentClientOptions
{
    /// <summary>The name that the server must have; null takes any.</summary>
    public string? ExpectedName { get; init; }

    /// <summary>The version that the server must have; null takes any.</summary>
    public string? ExpectedVersion { get; init; }

    /// <summary>The observation space that the server must have; null takes any.</summary>
    public Space? ExpectedObservationSpace { get; init; }

    /// <summary>The action space that the server must have; null takes any.</summary>
    public Space? ExpectedActionSpace { get; init; }

    /// <summary>
    /// How often a call is sent until there is a reply, at least 1; default 3. A copy never runs twice: the server returns the reply of
    /// the first.
    /// </summary>
    public int Attempts { get; init; } = 3;

    /// <summary>
    /// What the transport can be told. Its <see cref="RequestClientOptions.Timeout"/> holds for each attempt, and is 5 s by default here.
    /// </summary>
    public RequestClientOptions Transport { get; init; } = new() { Timeout = TimeSpan.FromSeconds(5) };

    internal void Check() => ArgumentOutOfRangeException.ThrowIfLessThan(Attempts, 1);
}
