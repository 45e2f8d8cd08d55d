namespace Lace.Agents;

/// <summary>Why an environment at a distance refused a call. Numbers are the wire's.</summary>
public enum EnvironmentError
{
    /// <summary>The two sides speak different versions of the wire. Nothing ran.</summary>
    WireVersion = 1,

    /// <summary>The message is not what the wire allows. Nothing ran.</summary>
    Malformed = 2,

    /// <summary>As many sessions as the server takes are alive. Nothing ran; try again when one has ended.</summary>
    Busy = 3,

    /// <summary>The session is not open at the server: it expired, or the server was restarted. Nothing ran; connect again.</summary>
    NoSession = 4,

    /// <summary>The call is older than the last one of its session: a late copy. Nothing ran.</summary>
    OldCall = 5,

    /// <summary>There is no episode to step, or it is over. Nothing ran; reset.</summary>
    EpisodeOver = 6,

    /// <summary>The action has the wrong size or is outside the action space. Nothing ran; the episode goes on.</summary>
    BadAction = 7,

    /// <summary>The client's action space is not the server's. Nothing ran.</summary>
    OtherSpace = 8,

    /// <summary>The environment threw. The episode is over; reset.</summary>
    EnvironmentFailed = 9,

    /// <summary>The server is not the one that the options expect: the message says what differs. Found by the client.</summary>
    Unexpected = 10,

    /// <summary>
    /// The reply is not what the wire allows, or an earlier call got none: whether it ran is not known; reset. Found by the client.
    /// </summary>
    OutcomeUnknown = 11,
}
