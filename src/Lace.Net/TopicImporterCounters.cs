namespace Lace.Net;

/// <summary>What an importer has seen. Sequences are the remote topic's.</summary>
/// <param name="Received">Messages written to the local topic.</param>
/// <param name="ReceivedBytes">Their payload bytes.</param>
/// <param name="Missed">Messages between the first and the last received that did not come, exactly, also across reconnects.</param>
/// <param name="Rejected">Messages larger than a slot of the local topic.</param>
/// <param name="Malformed">Messages of the exporter that were dropped because they were malformed or unexpected.</param>
/// <param name="Reconnects">Times that the subscription had to start again.</param>
/// <param name="LastSequence">Sequence of the last message; 0 before the first.</param>
/// <param name="LastAgeNs">
/// Age of the last message when it was written here: since its capture, or since it was sent where that is unknown.
/// </param>
/// <param name="ClockOffsetNs">The exporter's monotonic clock minus this host's.</param>
/// <param name="ClockUncertaintyNs">
/// How wrong the offset, and with it every age, may be; <see cref="long.MaxValue"/> before the first measurement.
/// </param>
public readonly record struct TopicImporterCounters(
    long Received,
    long ReceivedBytes,
    long Missed,
    long Rejected,
    long Malformed,
    long Reconnects,
    long LastSequence,
    long LastAgeNs,
    long ClockOffsetNs,
    long ClockUncertaintyNs);
