namespace Lace.Ipc;

/// <summary>What a topic is made of. Immutable.</summary>
/// <remarks>
/// It has <c>History + 1 + MaxSubscribers * LeasesPerSubscriber</c> slots, so that the publisher always finds one. Slots that are not
/// needed are never touched, but their memory is set aside.
/// </remarks>
public sealed record TopicOptions : SegmentOptions
{
    /// <summary>The largest message in bytes, 1 to 2^30. Default 64 KiB.</summary>
    public int SlotSizeBytes { get; init; } = 64 * 1024;

    /// <summary>How many of the newest messages stay readable, 1 to 65,536. Default 1.</summary>
    public int History { get; init; } = 1;

    /// <summary>Subscribers at a time, 1 to 256. Default 8.</summary>
    public int MaxSubscribers { get; init; } = 8;

    /// <summary>Messages that one subscriber may hold at a time, 1 to 16. Default 2.</summary>
    public int LeasesPerSubscriber { get; init; } = 2;

    /// <summary>
    /// Whether the publisher waits for in-order subscribers instead of lapping them: a claim is refused while the slowest live one
    /// still needs the message that the claim would push out of the history. Default false.
    /// </summary>
    public bool Reliable { get; init; }
}
