using Lace.Net.Listening;

namespace Lace.Net.Requests;

/// <summary>One client of one request service. Only the listener's loop touches it.</summary>
internal sealed class ServiceClient(RequestService service, Peer peer)
{
    internal RequestService Service { get; } = service;

    internal Peer Peer { get; } = peer;

    /// <summary>Handlers running for it, those included that nobody waits for any more.</summary>
    internal int Running { get; set; }

    /// <summary>It stands in the service's round of clients with waiting calls.</summary>
    internal bool IsInRound { get; set; }

    internal Queue<Call> Waiting { get; } = new();
}
