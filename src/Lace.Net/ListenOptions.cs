namespace Lace.Net;

/// <summary>What the side that binds can be told besides. Services that share a port must agree on these.</summary>
public abstract record ListenOptions : TransportOptions
{
    /// <summary>
    /// Allows to bind an interface that other hosts reach although nothing is encrypted and anybody may call. False by default.
    /// </summary>
    public bool AllowUnencrypted { get; init; }
}
