using Lace.Ipc.Liveness;
using Lace.Ipc.Memory;
using Lace.Ipc.Waiting;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc.Segments;

/// <summary>Opens segments, and creates those that are missing, so that a half-made one is never seen.</summary>
internal static class SegmentAttacher
{
    /// <summary>Attaches as the request says.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="takeOver">
    /// Brings the role's own state in order before this attachment is seen as live; the place is held, so nobody else in this role
    /// is alive.
    /// </param>
    internal static Segment Attach(AttachRequest request, Action<Segment>? takeOver = null)
    {
        Deadline deadline = Deadline.After(request.Options.GateTimeout);
        for (bool isFirst = true; ; isFirst = false)
        {
            if (TryAttach(request, takeOver) is { } segment)
                return segment;

            if (!request.Create)
                throw new SegmentNotFoundException(request.Name, request.Path);

            if (!isFirst && deadline.IsOver)
                throw new SegmentException($"segment {request.Name} is created and removed by others over and over: path={request.Path}");

            // Whether this made the name or lost the race to another, the next round opens what is there.
            Create(request);
        }
    }

    /// <returns>Null where there is no such name, or no longer.</returns>
    private static Segment? TryAttach(AttachRequest request, Action<Segment>? takeOver)
    {
        while (true)
        {
            LockFile? lockFile = LockFile.TryOpen(request.Path);
            if (lockFile is null)
                return null;

            Segment? segment = null;
            try
            {
                FaultPoint.At("attach.opened");
                SegmentGate.EnterShared(lockFile, request.Name, request.Options.GateTimeout);
                FaultPoint.At("attach.gated");

                // The name may have been taken away, or given to another file, before we had the gate.
                FileStatus opened = FileStatus.Of(lockFile.Handle, request.Path);
                if (FileStatus.Of(request.Path) is not { } named || !named.IsSameFileAs(opened))
                    continue;

                segment = Map(request, lockFile, opened);
                (int first, int count) = request.Places(segment.Spec);
                if (!segment.TryTakePlace(first, count, request.Options.GateTimeout))
                    throw new SegmentBusyException(request.Name, request.Role, count, segment.Holders(first, count));

                takeOver?.Invoke(segment);
                FaultPoint.At("attach.prepared");
                segment.GoLive();
                return segment;
            }
            catch
            {
                segment?.Abandon();
                throw;
            }
            finally
            {
                if (segment is null)
                    lockFile.Dispose();
            }
        }
    }

    private static Segment Map(AttachRequest request, LockFile lockFile, FileStatus status)
    {
        RequireTrust(request, status);
        if (status.SizeBytes < SegmentLayout.HeaderBytes)
            throw new SegmentCorruptException("file size", status.SizeBytes, SegmentLayout.HeaderBytes, long.MaxValue);

        // Mapped through another description: a mapping holds its description, and with it the locks, beyond close.
        using SafeFileHandle file = lockFile.OpenAnotherDescription();
        Mapping mapping = Mapping.Create(file, status.SizeBytes, writable: true, request.Path);
        try
        {
            SegmentHeader header = SegmentHeader.Read(mapping.Region, status.SizeBytes, SegmentSpecs.ReaderFor, request.Name);
            header.RequireFit(request.Name, request.Kind, request.Options, request.Asked);
            return new Segment(request, header, lockFile, mapping);
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    private static void RequireTrust(AttachRequest request, FileStatus status)
    {
        if (!status.IsRegular)
            throw new SegmentCorruptException("file type", $"0x{status.Mode:x}", "a regular file");

        uint self = Libc.EffectiveUserId();
        uint? group = request.Options.Group is { } name ? GroupId(name) : null;
        bool ownedByGroup = group is { } gid && status.Gid == gid;
        if (status.Uid != self && !ownedByGroup)
            throw new SegmentException(
                $"segment {request.Name} belongs to another user: uid={status.Uid}, expected={self}; run as that user, "
                + "or create it with SegmentOptions.Group");

        // An owner's own group bits are the creator's choice; the others' bits are nobody's.
        const int OthersMask = 7, GroupMask = 7 << 3;
        int forbidden = ownedByGroup ? OthersMask : OthersMask | GroupMask;
        if ((status.Permissions & forbidden) != 0)
            throw new SegmentException(
                $"segment {request.Name} is open to others: mode=0{Convert.ToString(status.Permissions, 8)}, "
                + $"expected=0{(ownedByGroup ? "660" : "600")}; "
                + $"name the group in SegmentOptions.Group, or remove it with `lace rm {request.Name}`");
    }

    private static uint GroupId(string name) =>
        Libc.GroupId(name) ?? throw new SegmentException($"no such group: Group={name}; create it, or leave SegmentOptions.Group empty");

    private static void Create(AttachRequest request)
    {
        SegmentSpec spec = request.Asked!;
        uint? group = request.Options.Group is { } name ? GroupId(name) : null;
        using SafeFileHandle file = TemporaryFile.Create(request.Options.Directory, spec.SegmentBytes, group);
        FaultPoint.At("create.allocated");
        using (Mapping mapping = Mapping.Create(file, spec.SegmentBytes, writable: true, request.Path))
            SegmentHeader.Write(mapping.Region, spec, request.Options);

        FaultPoint.At("create.initialised");
        if (TemporaryFile.TryLink(file, request.Path))
            FaultPoint.At("create.linked");
    }
}
