using Lace.Net.Requests;
using Lace.Net.Topics;
using Lace.Net.Wire;

namespace Lace.Net.Listening;

/// <summary>One connection of a client, as the listener knows it. Only the listener's loop touches it.</summary>
internal sealed class Peer(ulong id, uint number)
{
    /// <summary>ZeroMQ's five routing bytes as a number.</summary>
    internal ulong Id { get; } = id;

    /// <summary>
    /// Its number in the listener's life: another one when the listener had forgotten the connection and hears of it again.
    /// </summary>
    internal uint Number { get; } = number;

    /// <summary>Ticks of the listener since the last message.</summary>
    internal int SilentTicks { get; set; }

    /// <summary>The heartbeat that the client declared, in ms; 0 until it has.</summary>
    internal int HeartbeatMs { get; set; }

    /// <summary>Its first bad message has been logged.</summary>
    internal bool FaultLogged { get; set; }

    /// <summary>It has been told that it speaks another version.</summary>
    internal bool VersionTold { get; set; }

    /// <summary>False once the listener has forgotten it; what still holds it must not send.</summary>
    internal bool IsLive { get; set; } = true;

    /// <summary>The session whose bulk connection this is.</summary>
    internal Session? BulkOf { get; set; }

    /// <summary>Calls that have no answer yet.</summary>
    internal Dictionary<ulong, Call> Calls { get; } = [];

    /// <summary>What it is to each request service that it called.</summary>
    internal List<ServiceClient> Services { get; } = [];

    /// <summary>Topics that it is sent.</summary>
    internal Dictionary<ulong, ExportedSubscription> Subscriptions { get; } = [];
}
