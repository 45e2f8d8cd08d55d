using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc.Memory;

/// <summary>What the kernel says of a file.</summary>
internal readonly record struct FileStatus(uint Uid, uint Gid, int Mode, ulong Inode, ulong Device, long SizeBytes)
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int PermissionMask = 0xFFF;

    internal bool IsRegular => (Mode & TypeMask) == RegularType;

    internal int Permissions => Mode & PermissionMask;

    internal bool IsSameFileAs(FileStatus other) => Inode == other.Inode && Device == other.Device;

    internal static unsafe FileStatus Of(SafeFileHandle file, string path)
    {
        Libc.StatX result;
        if (Libc.StatXAt((int)file.DangerousGetHandle(), "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &result) != 0)
            throw SegmentException.FromErrno("stat", path, Marshal.GetLastPInvokeError());

        return From(result);
    }

    /// <returns>Null where no such file exists.</returns>
    internal static unsafe FileStatus? Of(string path)
    {
        Libc.StatX result;
        if (Libc.StatXAt(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &result) == 0)
            return From(result);

        int errno = Marshal.GetLastPInvokeError();
        return errno == Libc.ENOENT ? null : throw SegmentException.FromErrno("stat", path, errno);
    }

    private static FileStatus From(in Libc.StatX s) =>
        new(s.Uid, s.Gid, s.Mode, s.Inode, ((ulong)s.DeviceMajor << 32) | s.DeviceMinor, (long)s.SizeBytes);
}
