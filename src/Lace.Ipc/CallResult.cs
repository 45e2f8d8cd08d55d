namespace Lace.Ipc;

/// <summary>How a call ended.</summary>
public enum CallResult
{
    /// <summary>The server's handler ran; the lease holds its reply.</summary>
    Replied = 0,

    /// <summary>The server's handler failed; the lease holds its message as UTF-8.</summary>
    Failed = 1,

    /// <summary>No server is attached. The request was not sent.</summary>
    NoServer = 2,

    /// <summary>No reply came in time. A server that had not begun will not run the request any more; one that had, may have.</summary>
    TimedOut = 3,

    /// <summary>The server left or died after the request was sent. Whether it ran is not known; no later server will run it.</summary>
    OutcomeUnknown = 4,
}
