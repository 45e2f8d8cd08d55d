namespace Lace.Net;

/// <summary>What a request server has seen.</summary>
/// <param name="Served">Calls whose handler ran to its end or error.</param>
/// <param name="Refused">Calls that were refused: busy or stopped.</param>
/// <param name="Malformed">Messages dropped because they were malformed, oversized or unexpected.</param>
/// <param name="Dropped">Answers that their client did not take.</param>
/// <param name="Peers">Connections that live now.</param>
public readonly record struct RequestServerCounters(long Served, long Refused, long Malformed, long Dropped, int Peers);
