namespace Lace.Net;

/// <summary>What every end of a connection can be told. Immutable.</summary>
public abstract record TransportOptions
{
    /// <summary>
    /// Longest silence between two live sides, 10 ms to 60 s. After two of them without a sign the other side counts as gone. 500 ms by
    /// default: shorter, and a loaded machine looks dead.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Largest payload in bytes that is sent or taken, 1 to 1 GiB; 64 MiB by default. A larger one from the other side ends its
    /// connection.
    /// </summary>
    public int MaxMessageBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Gets one sentence for each thing that an operator should know: bad peers, lost links. Called from an I/O thread: be quick.
    /// </summary>
    public Action<string>? Log { get; init; }

    internal int HeartbeatMs => (int)Heartbeat.TotalMilliseconds;

    /// <summary>Half a heartbeat: how often a loop looks at the silence of its peers.</summary>
    internal int TickMs => Math.Max(5, HeartbeatMs / 2);

    internal long MaxFrameBytes => (long)MaxMessageBytes + Wire.WireHeader.OverheadBytesMax;

    internal virtual void Check()
    {
        if (Heartbeat < TimeSpan.FromMilliseconds(10) || Heartbeat > TimeSpan.FromMinutes(1))
            throw new ArgumentOutOfRangeException(nameof(Heartbeat), Heartbeat, "Heartbeat must be from 10 ms to 60 s.");
        if (MaxMessageBytes is < 1 or > 1 << 30)
            throw new ArgumentOutOfRangeException(nameof(MaxMessageBytes), MaxMessageBytes, "MaxMessageBytes must be from 1 to 1 GiB.");
    }
}
