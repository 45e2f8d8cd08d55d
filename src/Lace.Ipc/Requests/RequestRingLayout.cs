using Lace.Ipc.Memory;
using Lace.Ipc.Rings;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Requests;

/// <summary>
/// A request ring's numbers. Entry 0 is the server's, entry 1 + n client n's. The body has two lanes for each client, requests then
/// replies, both of the same capacity.
/// </summary>
/// <remarks>
/// <code>
/// request payload
///      0    8  ServerGeneration  attaches  the server it is meant for; another one does not run it
///      8    8  DeadlineNs        ns        CLOCK_MONOTONIC; not run after
///     16       the request
/// reply payload
///      0    8  RequestSequence   messages  sequence of the request's record
///      8    4  ClientEpoch       attaches  epoch of the request's record
///     12    4  Status            -         0: the reply follows; 1: the handler failed, UTF-8 text follows
///     16       the reply
/// </code>
/// </remarks>
internal static class RequestRingLayout
{
    internal const int ServerEntry = 0;
    internal const int FirstClientEntry = 1;
    internal const int ClientsMax = SegmentLayout.AttachmentsMax - 1;

    internal const int PrefixBytes = 16;
    internal const int StatusOk = 0;
    internal const int StatusFailed = 1;

    internal static SegmentSpec From(RequestRingOptions options)
    {
        if (options.MaxClients is < 1 or > ClientsMax)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxClients,
                $"number of clients out of range: MaxClients={options.MaxClients}, expected 1..{ClientsMax}");

        if (options.MaxMessageBytes is < 1 or > 1 << 30)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxMessageBytes,
                $"message size out of range: MaxMessageBytes={options.MaxMessageBytes}, expected 1..{1 << 30}");

        // A lane takes messages up to half of it, less a head; twice a power of two above the largest always does.
        ulong largest = (ulong)options.MaxMessageBytes + PrefixBytes + LaneLayout.RecordPayload + LaneLayout.RecordAlignment;
        long capacity = Math.Max(LaneLayout.CapacityMin, (long)System.Numerics.BitOperations.RoundUpToPowerOf2(largest) * 2);
        return Spec(capacity, options.MaxClients, options.Persistent ? SegmentLayout.FlagPersistent : 0);
    }

    internal static SegmentSpec Read(ReadOnlySpan<long> parameters, int flags)
    {
        long capacity = parameters[0], clients = parameters[1];
        LaneLayout.RequireCapacity(capacity);
        if (clients is < 1 or > ClientsMax)
            throw new SegmentCorruptException("MaxClients", clients, 1, ClientsMax);

        return Spec(capacity, (int)clients, flags);
    }

    internal static long CapacityBytes(SegmentSpec spec) => spec.Parameters[0].Value;

    internal static int ClientCount(SegmentSpec spec) => (int)spec.Parameters[1].Value;

    internal static Region RequestLane(Segment segment, int client) => Lane(segment, 2 * client);

    internal static Region ReplyLane(Segment segment, int client) => Lane(segment, 2 * client + 1);

    private static Region Lane(Segment segment, int lane) => LaneLayout.Lane(segment.Body, lane, CapacityBytes(segment.Spec));

    private static SegmentSpec Spec(long capacity, int clients, int flags) =>
        new(SegmentKind.RequestRing, [("CapacityBytes", capacity), ("MaxClients", clients)], flags, clients + 1,
            LaneLayout.LaneBytes(capacity) * 2 * clients);
}
