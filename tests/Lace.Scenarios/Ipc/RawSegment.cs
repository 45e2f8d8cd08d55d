using Lace.Ipc.Memory;
using Lace.Ipc.Segments;
using Microsoft.Win32.SafeHandles;

namespace Lace.Scenarios.Ipc;

/// <summary>The bytes of a segment, as somebody sees and changes them who follows no rule.</summary>
internal sealed class RawSegment : IDisposable
{
    private readonly Mapping _mapping;

    internal RawSegment(string name, string directory = "/dev/shm")
    {
        string path = SegmentName.ToPath(name, directory);
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        LengthBytes = RandomAccess.GetLength(file);
        _mapping = Mapping.Create(file, LengthBytes, writable: true, path);
    }

    internal long LengthBytes { get; }

    internal Region Region => _mapping.Region;

    internal SharedInt32 Int32(long offset) => Region.Int32(offset);

    internal SharedInt64 Int64(long offset) => Region.Int64(offset);

    internal long BodyOffset => Int64(SegmentLayout.BodyOffset).LoadAcquire();

    internal AttachmentEntry Entry(int index) =>
        new(Region.Slice(SegmentLayout.HeaderBytes + index * AttachmentLayout.EntryBytes, AttachmentLayout.EntryBytes));

    public void Dispose() => _mapping.Dispose();
}
