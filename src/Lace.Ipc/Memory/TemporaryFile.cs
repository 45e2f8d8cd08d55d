using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc.Memory;

/// <summary>A file without a name: gone with its last descriptor unless it is given one.</summary>
internal static class TemporaryFile
{
    /// <exception cref="SegmentException">Out of space, no such directory, or a file system that cannot do this.</exception>
    internal static SafeFileHandle Create(string directory, long sizeBytes, uint? groupId)
    {
        const uint OwnerOnly = 0x180; // 0600
        const uint OwnerAndGroup = 0x1B0; // 0660
        SafeFileHandle file = Libc.Open(directory, Libc.O_TMPFILE | Libc.O_RDWR | Libc.O_CLOEXEC, OwnerOnly);
        if (file.IsInvalid)
            throw Failed(file, "create", directory, Marshal.GetLastPInvokeError());

        // Out of space is an error here, never a SIGBUS at the first touch of a page later.
        if (Libc.Allocate(file, 0, sizeBytes) is var allocation and not 0)
            throw Failed(file, $"allocate {sizeBytes} bytes for a", directory, allocation);

        if (groupId is { } gid)
        {
            if (Libc.ChangeOwner(file, uint.MaxValue, gid) != 0)
                throw Failed(file, "give the group to a", directory, Marshal.GetLastPInvokeError());

            if (Libc.ChangeMode(file, OwnerAndGroup) != 0)
                throw Failed(file, "open to the group a", directory, Marshal.GetLastPInvokeError());
        }

        return file;
    }

    /// <summary>Gives the file a name.</summary>
    /// <returns>False where the name is taken; the file stays without one.</returns>
    internal static bool TryLink(SafeFileHandle file, string path)
    {
        string nameless = $"/proc/self/fd/{file.DangerousGetHandle()}";
        if (Libc.LinkAt(Libc.AT_FDCWD, nameless, Libc.AT_FDCWD, path, Libc.AT_SYMLINK_FOLLOW) == 0)
            return true;

        int errno = Marshal.GetLastPInvokeError();
        return errno == Libc.EEXIST ? false : throw SegmentException.FromErrno("name", path, errno);
    }

    /// <summary>Takes the name away; a name that is already gone is fine.</summary>
    internal static void Unlink(string path)
    {
        if (Libc.Unlink(path) != 0 && Marshal.GetLastPInvokeError() is var errno and not Libc.ENOENT)
            throw SegmentException.FromErrno("unlink", path, errno);
    }

    private static SegmentException Failed(SafeFileHandle file, string operation, string path, int errno)
    {
        file.Dispose();
        return SegmentException.FromErrno(operation, path, errno);
    }
}
