using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc.Memory;

/// <summary>
/// One open file description used for nothing but locks. It is close-on-exec and never mapped, duplicated or passed on: each of
/// these would keep its locks when the process is gone.
/// </summary>
/// <remarks>
/// Open-file-description locks belong to the description, not the process, so several attachments of one process see each
/// other's, and the kernel drops them when the process dies, however it dies.
/// </remarks>
internal sealed unsafe class LockFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;

    private LockFile(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
    }

    internal SafeFileHandle Handle => _file;

    /// <returns>Null where no such file exists.</returns>
    internal static LockFile? TryOpen(string path)
    {
        SafeFileHandle file = Libc.Open(path, Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
        if (!file.IsInvalid)
            return new LockFile(file, path);

        int errno = Marshal.GetLastPInvokeError();
        file.Dispose();
        return errno == Libc.ENOENT ? null : throw SegmentException.FromErrno("open", path, errno);
    }

    /// <summary>A fresh description of the same file, also when its name is gone. Needs /proc.</summary>
    internal SafeFileHandle OpenAnotherDescription()
    {
        SafeFileHandle file = Libc.Open($"/proc/self/fd/{_file.DangerousGetHandle()}", Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        if (!file.IsInvalid)
            return file;

        int errno = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw SegmentException.FromErrno("reopen (by /proc/self/fd)", _path, errno);
    }

    internal LockFile AnotherDescription() => new(OpenAnotherDescription(), _path);

    internal bool TryLockExclusive(long offset, int bytes = 1) => TrySet(Libc.F_WRLCK, offset, bytes);

    internal bool TryLockShared(long offset) => TrySet(Libc.F_RDLCK, offset, 1);

    internal void Unlock(long offset) => TrySet(Libc.F_UNLCK, offset, 1);

    /// <summary>Whether another description holds a lock there. Takes nothing.</summary>
    internal bool IsHeldElsewhere(long offset) => BytesHeldElsewhere(offset) != 0;

    /// <summary>How many bytes the lock covers that another description holds there; 0 where none does. Takes nothing.</summary>
    internal long BytesHeldElsewhere(long offset)
    {
        Libc.Flock region = new() { Type = Libc.F_WRLCK, Start = offset, Length = 1 };
        if (Libc.Lock(_file, Libc.F_OFD_GETLK, &region) != 0)
            throw SegmentException.FromErrno("test a lock of", _path, Marshal.GetLastPInvokeError());

        return region.Type == Libc.F_UNLCK ? 0 : region.Length;
    }

    public void Dispose() => _file.Dispose();

    private bool TrySet(short type, long offset, int bytes)
    {
        Libc.Flock region = new() { Type = type, Start = offset, Length = bytes };
        if (Libc.Lock(_file, Libc.F_OFD_SETLK, &region) == 0)
            return true;

        int errno = Marshal.GetLastPInvokeError();
        return errno is Libc.EAGAIN or Libc.EACCES ? false : throw SegmentException.FromErrno("lock", _path, errno);
    }
}
