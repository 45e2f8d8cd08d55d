namespace Lace.Net.Topics;

/// <summary>The importer's counts; each line says which thread writes it. Any thread reads.</summary>
internal sealed class ImportCounters
{
    // The writer.
    private long _received;
    private long _receivedBytes;
    private long _missed;
    private long _rejected;
    private long _lastSequence;
    private long _lastAgeNs;

    // The loop.
    private long _malformed;
    private long _reconnects;
    private long _clockOffsetNs;
    private long _clockUncertaintyNs = long.MaxValue;

    internal TopicImporterCounters Read() => new(
        Interlocked.Read(ref _received),
        Interlocked.Read(ref _receivedBytes),
        Interlocked.Read(ref _missed),
        Interlocked.Read(ref _rejected),
        Interlocked.Read(ref _malformed),
        Interlocked.Read(ref _reconnects),
        Interlocked.Read(ref _lastSequence),
        Interlocked.Read(ref _lastAgeNs),
        Interlocked.Read(ref _clockOffsetNs),
        Interlocked.Read(ref _clockUncertaintyNs));

    /// <summary>Counts the gap before <paramref name="sequence"/>, whatever happens to the message itself.</summary>
    internal void CountSequence(long sequence)
    {
        // One that does not rise is of a topic that began anew: nothing is known of what came between.
        if (_lastSequence > 0 && sequence > _lastSequence)
            Interlocked.Add(ref _missed, sequence - _lastSequence - 1);
        Interlocked.Exchange(ref _lastSequence, sequence);
    }

    internal void CountWritten(int payloadBytes, long ageNs)
    {
        Interlocked.Exchange(ref _lastAgeNs, ageNs);
        Interlocked.Add(ref _receivedBytes, payloadBytes);
        Interlocked.Increment(ref _received);
    }

    internal long CountRejected() => Interlocked.Increment(ref _rejected);

    internal long CountMalformed() => Interlocked.Increment(ref _malformed);

    internal void CountReconnect() => Interlocked.Increment(ref _reconnects);

    internal void SetClock(long offsetNs, long uncertaintyNs)
    {
        Interlocked.Exchange(ref _clockOffsetNs, offsetNs);
        Interlocked.Exchange(ref _clockUncertaintyNs, uncertaintyNs);
    }
}
