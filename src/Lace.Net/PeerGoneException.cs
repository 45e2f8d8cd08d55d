namespace Lace.Net;

/// <summary>
/// The other side is gone: nothing was heard of it for two heartbeats, or its connection was lost under the call. Whether the handler ran
/// is not known. The next call connects again.
/// </summary>
public sealed class PeerGoneException : IOException
{
    /// <summary>Creates the error with a sentence naming the endpoint.</summary>
    public PeerGoneException(string message)
        : base(message)
    {
    }
}
