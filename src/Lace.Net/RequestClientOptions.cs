namespace Lace.Net;

/// <summary>Options of <see cref="RequestClient.Connect"/>. Immutable.</summary>
public sealed record RequestClientOptions : TransportOptions
{
    /// <summary>
    /// Longest wait for an answer, counted from the call; 30 s by default. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>
    /// waits as long as the other side is there.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait of a call for a server that is not there yet, or not any more; 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal override void Check()
    {
        base.Check();
        if (Timeout <= TimeSpan.Zero && Timeout != System.Threading.Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(Timeout), Timeout, "Timeout must be positive or infinite.");
        if (ConnectTimeout < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(ConnectTimeout), ConnectTimeout, "ConnectTimeout must not be negative.");
    }
}
