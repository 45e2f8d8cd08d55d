namespace Lace.Scenarios.Agents;

/// <summary>What a <see cref="ServiceLink"/> does to a call.</summary>
internal enum LinkFault
{
    None,
    RequestLost,
    ReplyLost,
    Repeated,
}
