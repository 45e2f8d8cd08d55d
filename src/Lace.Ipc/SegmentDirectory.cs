using Lace.Ipc.Memory;
using Lace.Ipc.Segments;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc;

/// <summary>The segments of a directory, seen and removed from outside.</summary>
public static class SegmentDirectory
{
    private static readonly TimeSpan s_gateTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Lists the segments of a directory. Attaches to none and changes none; broken ones are listed with their problem.</summary>
    /// <param name="directory">Where to look. Default <c>/dev/shm</c>.</param>
    public static IReadOnlyList<SegmentInfo> List(string directory = "/dev/shm")
    {
        List<SegmentInfo> found = [];
        foreach (string path in Directory.EnumerateFiles(directory, SegmentName.FilePrefix + "*").Order(StringComparer.Ordinal))
        {
            if (SegmentName.FromFile(Path.GetFileName(path)) is { } name && Look(name, path) is { } info)
                found.Add(info);
        }

        return found;
    }

    /// <summary>Removes a segment's name. Processes that have it open keep working on what nobody else can find any more.</summary>
    /// <param name="name">Name of the segment.</param>
    /// <param name="force">Whether to remove it under live attachments too.</param>
    /// <param name="directory">Where it is. Default <c>/dev/shm</c>.</param>
    /// <returns>False where there is no such segment.</returns>
    /// <exception cref="SegmentException">It is in use and <paramref name="force"/> is false, or it cannot be removed.</exception>
    public static bool Remove(string name, bool force = false, string directory = "/dev/shm")
    {
        string path = SegmentName.ToPath(name, directory);
        using LockFile? file = LockFile.TryOpen(path);
        if (file is null)
            return false;

        // The gate keeps anybody from attaching between the look and the removal.
        if (!SegmentGate.TryEnterExclusive(file, s_gateTimeout) && !force)
            throw new SegmentException(
                $"segment {name} is being attached to or removed by a process that does not go on; end it, or force the removal");

        int live = CountLive(file, SegmentLayout.AttachmentsMax);
        if (live > 0 && !force)
            throw new SegmentException($"segment {name} is in use: live attachments={live}; end its processes, or force the removal");

        if (FileStatus.Of(path) is not { } named || !named.IsSameFileAs(FileStatus.Of(file.Handle, path)))
            return false;

        TemporaryFile.Unlink(path);
        return true;
    }

    private static SegmentInfo? Look(string name, string path)
    {
        long sizeBytes = 0;
        try
        {
            using LockFile? file = LockFile.TryOpen(path);
            if (file is null)
                return null;

            FileStatus status = FileStatus.Of(file.Handle, path);
            sizeBytes = status.SizeBytes;
            if (!status.IsRegular || sizeBytes < SegmentLayout.HeaderBytes)
                throw new SegmentCorruptException("file size", sizeBytes, SegmentLayout.HeaderBytes, long.MaxValue);

            using SafeFileHandle readable = file.OpenAnotherDescription();
            using Mapping mapping = Mapping.Create(readable, sizeBytes, writable: false, path);
            SegmentHeader header = SegmentHeader.Read(mapping.Region, sizeBytes, SegmentSpecs.ReaderFor, name);
            int live = CountLive(file, header.Spec.AttachmentCapacity);
            int dead = CountDead(file, mapping.Region, header.Spec.AttachmentCapacity);
            return new SegmentInfo(name, path, header.Spec.Kind, sizeBytes, header.TypeName, live, dead, Problem: null);
        }
        catch (SegmentException problem)
        {
            return new SegmentInfo(name, path, SegmentKind.Unknown, sizeBytes, TypeName: "", Live: 0, Dead: 0, problem.Message);
        }
    }

    private static int CountLive(LockFile file, int capacity) =>
        Enumerable.Range(0, capacity).Count(i => file.IsHeldElsewhere(SegmentGate.AttachmentByte(i)));

    private static int CountDead(LockFile file, Region segment, int capacity) =>
        Enumerable.Range(0, capacity).Count(i =>
            segment.Int32(SegmentLayout.HeaderBytes + i * AttachmentLayout.EntryBytes
                + AttachmentLayout.State).LoadAcquire() != AttachmentLayout.StateFree
            && !file.IsHeldElsewhere(SegmentGate.AttachmentByte(i)));
}
