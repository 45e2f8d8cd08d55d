namespace Lace.Net.Wire;

/// <summary>Why a message was not taken.</summary>
internal enum WireFault
{
    None,

    /// <summary>Shorter than the header or the fixed part of its kind.</summary>
    TooShort,

    /// <summary>Does not begin with LACE.</summary>
    Magic,

    /// <summary>Another version of the wire.</summary>
    Version,

    /// <summary>No such kind, or one that this side never gets on this connection.</summary>
    Kind,

    /// <summary>Its parts do not add up to its length.</summary>
    Length,

    /// <summary>A reserved byte or flag is not zero, or a number is outside its range.</summary>
    Value,

    /// <summary>Not a name.</summary>
    Name,

    /// <summary>More or fewer frames than its kind has.</summary>
    FrameCount,

    /// <summary>A routing id that ZeroMQ did not make.</summary>
    RoutingId,

    /// <summary>Well formed, but not now: no such subscription, no credit, a call id in use.</summary>
    Unexpected,

    /// <summary>One peer more than the port takes.</summary>
    TooManyPeers,
}
