namespace Lace.Net.Listening;

/// <summary>Written by the listener's loop only; read by anyone.</summary>
internal sealed class ListenerCounters
{
    private readonly long[] _faults = new long[Enum.GetValues<Wire.WireFault>().Length];
    private long _dropped;
    private int _peers;

    /// <summary>Messages that were dropped because they were malformed or unexpected.</summary>
    internal long Faults
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < _faults.Length; i++)
                sum += Interlocked.Read(ref _faults[i]);
            return sum;
        }
    }

    /// <summary>Messages that a client did not take in time, and replies whose client had gone.</summary>
    internal long Dropped => Interlocked.Read(ref _dropped);

    internal int Peers => Interlocked.CompareExchange(ref _peers, 0, 0);

    internal long Of(Wire.WireFault fault) => Interlocked.Read(ref _faults[(int)fault]);

    internal void Count(Wire.WireFault fault) => Interlocked.Increment(ref _faults[(int)fault]);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void SetPeers(int count) => Interlocked.Exchange(ref _peers, count);
}
