namespace Lace.Net;

/// <summary>Why the other side refused or ended a call.</summary>
public enum RemoteErrorCode
{
    /// <summary>The handler threw; the exception's message is its message.</summary>
    HandlerFailed = 1,

    /// <summary>Nothing of that name is served at the endpoint. The handler did not run.</summary>
    NoSuchName = 2,

    /// <summary>Too many calls of this client already wait. The handler did not run.</summary>
    Busy = 3,

    /// <summary>The other side speaks another version of the wire. The handler did not run.</summary>
    Version = 4,

    /// <summary>The message is larger than the other side takes. The handler did not run.</summary>
    TooLarge = 5,

    /// <summary>The bulk connection of a topic subscription is missing or was lost.</summary>
    BulkLost = 6,

    /// <summary>The service stopped. Whether the handler ran to its end is not known.</summary>
    Stopped = 7,
}
