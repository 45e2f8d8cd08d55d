namespace Lace.Net.Native;

/// <summary>Outcome of a send that did not throw. Unless <see cref="Sent"/>, nothing was sent.</summary>
internal enum SendResult
{
    /// <summary>Handed to the provider, which owns the bytes now.</summary>
    Sent,

    /// <summary>No connection, or too many messages wait on it.</summary>
    Full,

    /// <summary>The peer that was named has no connection any more.</summary>
    Gone,
}
