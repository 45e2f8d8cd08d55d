namespace Lace.Net;

/// <summary>Options of <see cref="RequestServer.Bind"/>. Immutable.</summary>
public sealed record RequestServerOptions : ListenOptions
{
    /// <summary>Handlers that run at once, 1 to 4096; 64 by default. A handler that blocks holds one thread.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>
    /// Handlers of one client that run at once; 16 by default, and never more than <see cref="MaxConcurrency"/>. Less than that, so
    /// that one client's slow calls leave room for the others.
    /// </summary>
    public int MaxConcurrencyPerClient { get; init; } = 16;

    /// <summary>Calls of one client that may wait for a handler; one more is refused as busy. 1024 by default.</summary>
    public int MaxWaitingPerClient { get; init; } = 1024;

    /// <summary>
    /// How long disposing waits for handlers that do not obey their cancellation, 0 to 24 hours. 5 s by default; then they
    /// are left behind, with a log line.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    internal override void Check()
    {
        base.Check();
        if (MaxConcurrency is < 1 or > 4096)
            throw new ArgumentOutOfRangeException(nameof(MaxConcurrency), MaxConcurrency, "MaxConcurrency must be from 1 to 4096.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrencyPerClient, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaitingPerClient);
        if (StopTimeout < TimeSpan.Zero || StopTimeout > TimeSpan.FromHours(24))
            throw new ArgumentOutOfRangeException(nameof(StopTimeout), StopTimeout, "StopTimeout must be from 0 to 24 hours.");
    }
}
