using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Scenarios.Ipc;

/// <summary>Damages one word of a segment: mostly where words mean something.</summary>
internal static class Mutation
{
    internal static void Apply(RawSegment raw, Random random)
    {
        long body = SegmentLayout.BodyOffsetFor(4);
        long offset = random.Next(4) switch
        {
            0 => random.NextInt64(SegmentLayout.PeerEpoch + 4),
            1 => SegmentLayout.HeaderBytes + random.NextInt64(4 * AttachmentLayout.EntryBytes),
            2 => body + random.NextInt64(Math.Min(1024, raw.LengthBytes - body)),
            _ => random.NextInt64(raw.LengthBytes),
        };
        SharedInt32 word = raw.Int32(offset & ~3);
        word.StoreRelease(random.Next(6) switch
        {
            0 => 0,
            1 => -1,
            2 => int.MinValue,
            3 => random.Next(300),
            4 => word.LoadAcquire() ^ (1 << random.Next(32)),
            _ => random.Next(int.MinValue, int.MaxValue),
        });
    }
}
