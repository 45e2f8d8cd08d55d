using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Ipc.Snapshots;

/// <summary>The two copies of a snapshot and the two words that say which is whole.</summary>
/// <remarks>
/// <para>Version v lies in copy v mod 2. The publisher of v + 1 stores Begun = v + 1, fills the other copy, then stores Version = v + 1.
/// A reader acquires Version = v, copies copy v mod 2, and looks at Begun: as long as it is at most v + 1, nobody has touched that copy
/// meanwhile, for only version v + 2 lies in it. So a reader that is not two writes slow never has to look again, and a publisher
/// that dies mid-write leaves version v readable for ever.</para>
/// <para>Source: the two-buffer variant of the sequence lock; see docs/ARCHITECTURE.md.</para>
/// </remarks>
internal sealed class SnapshotWords(Segment segment)
{
    private readonly int _valueBytes = SnapshotLayout.ValueBytes(segment.Spec);
    private readonly SharedInt64 _begun = segment.Body.Int64(SnapshotLayout.Begun);
    private readonly SharedInt64 _version = segment.Body.Int64(SnapshotLayout.Version);

    internal long Version => _version.LoadAcquire();

    /// <summary>Checks what a publisher before this one left. A write it had begun is simply begun again.</summary>
    /// <exception cref="SegmentCorruptException">The words do not make sense.</exception>
    internal void TakeOver()
    {
        long version = _version.LoadAcquire(), begun = _begun.LoadAcquire();
        if (version < 0 || begun < version || begun > version + 1)
            throw new SegmentCorruptException("Begun", begun, version, version + 1);
    }

    internal void Write(ReadOnlySpan<byte> value)
    {
        long next = _version.LoadOwn() + 1;
        _begun.StoreRelease(next);

        // PAIRS WITH TryRead's look at Begun: whoever sees a byte of the new value sees that it was begun.
        Fences.BeforeWrites();
        value.CopyTo(Copy(next));
        _version.StoreRelease(next); // PAIRS WITH TryRead's acquire of Version: the value is whole.
    }

    /// <returns>The version read; 0 where there is none yet.</returns>
    /// <exception cref="SegmentCorruptException">The words do not make sense.</exception>
    internal long Read(Span<byte> value)
    {
        while (true)
        {
            long version = _version.LoadAcquire();
            if (version == 0)
                return 0;

            Copy(version).CopyTo(value);

            // PAIRS WITH Write's fence: the value is read before we ask whether its copy was begun anew.
            Fences.AfterReads();
            long begun = _begun.LoadAcquire();
            if (begun <= version + 1 && begun >= version)
                return version;

            // Two writes went by: there is a newer value. A version that stays behind is nobody's correct work.
            if (_version.LoadAcquire() <= version)
                throw new SegmentCorruptException("Begun", begun, version, version + 1);
        }
    }

    private Span<byte> Copy(long version) => segment.Body.Span(SnapshotLayout.CopyOffset(_valueBytes, version), _valueBytes);
}
