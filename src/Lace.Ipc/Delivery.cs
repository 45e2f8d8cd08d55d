namespace Lace.Ipc;

/// <summary>What a topic's subscriber gets next.</summary>
public enum Delivery
{
    /// <summary>The newest message, if it has not been seen; what came between is skipped and counted.</summary>
    Newest = 0,

    /// <summary>
    /// The message after the last one, starting with the oldest in the history. Where the publisher has lapped the subscriber, the
    /// oldest that is left; what is gone is counted.
    /// </summary>
    InOrder = 1,
}
