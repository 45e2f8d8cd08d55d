namespace Lace.Net;

/// <summary>What an exporter has done, over all its subscribers.</summary>
/// <param name="Subscribers">Remote subscribers now.</param>
/// <param name="Sent">Messages handed to the network.</param>
/// <param name="SentBytes">Their payload bytes.</param>
/// <param name="Skipped">
/// Messages that subscribers did not get because they were not the newest any more, or had left the topic's history.
/// </param>
public readonly record struct TopicExporterCounters(int Subscribers, long Sent, long SentBytes, long Skipped);
