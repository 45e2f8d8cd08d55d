using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc.Memory;

/// <summary>The system calls Lace.Ipc is made of. Constants are Linux's, for x64 and arm64.</summary>
internal static unsafe partial class Libc
{
    internal const int EPERM = 1, ENOENT = 2, EINTR = 4, EAGAIN = 11, EACCES = 13, EEXIST = 17, ENOSPC = 28, ELOOP = 40, EOPNOTSUPP = 95,
        ETIMEDOUT = 110;

    internal const int O_RDWR = 2, O_CLOEXEC = 0x80000;
    internal const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1;
    internal const int F_OFD_GETLK = 36, F_OFD_SETLK = 37;
    internal const short F_RDLCK = 0, F_WRLCK = 1, F_UNLCK = 2;
    internal const int AT_FDCWD = -100, AT_SYMLINK_FOLLOW = 0x400, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;
    internal const uint STATX_BASIC_STATS = 0x7ff;

    private const long GlobalExpedited = 2, RegisterGlobalExpedited = 4;

    private static bool IsArm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal static int O_NOFOLLOW => IsArm64 ? 0x8000 : 0x20000;

    internal static int O_TMPFILE => 0x400000 | (IsArm64 ? 0x4000 : 0x10000);

    private static long FutexNumber => IsArm64 ? 98 : 202;

    private static long MembarrierNumber => IsArm64 ? 283 : 324;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Flock
    {
        internal short Type;
        internal short Whence;
        internal long Start;
        internal long Length;
        internal int Pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }

    /// <summary>The part of <c>struct statx</c> that Lace reads; the layout is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct StatX
    {
        [FieldOffset(20)] internal uint Uid;
        [FieldOffset(24)] internal uint Gid;
        [FieldOffset(28)] internal ushort Mode;
        [FieldOffset(32)] internal ulong Inode;
        [FieldOffset(40)] internal ulong SizeBytes;
        [FieldOffset(136)] internal uint DeviceMajor;
        [FieldOffset(140)] internal uint DeviceMinor;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial SafeFileHandle Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int StatXAt(int directory, string path, int flags, uint mask, StatX* result);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    internal static partial int Allocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    internal static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(SafeFileHandle file, uint uid, uint gid);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LinkAt(int fromDirectory, string from, int toDirectory, string to, int flags);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Lock(SafeFileHandle file, int command, Flock* region);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroupByName(string name, byte* group, byte* buffer, nuint bufferBytes, byte** result);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long FutexCall(long number, int* word, long operation, long value, TimeSpec* timeout, nint unused, long mask);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long MembarrierCall(long number, long command, long flags, long cpu);

    internal static bool TryRegisterMembarrier() => MembarrierCall(MembarrierNumber, RegisterGlobalExpedited, 0, 0) == 0;

    internal static void MembarrierEverywhere()
    {
        if (MembarrierCall(MembarrierNumber, GlobalExpedited, 0, 0) != 0)
            throw SegmentException.FromErrno("fence (membarrier) for a", "(membarrier)", Marshal.GetLastPInvokeError());
    }

    internal static int FutexWait(int* word, int expected, TimeSpec* timeout) =>
        FutexCall(FutexNumber, word, 0, expected, timeout, 0, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();

    internal static void FutexWake(int* word, int count) => FutexCall(FutexNumber, word, 1, count, null, 0, 0);

    /// <summary>The numeric id of a group, or null where no such group exists.</summary>
    internal static uint? GroupId(string name)
    {
        const int GroupIdOffset = 16; // struct group: two pointers, then gid_t
        byte* group = stackalloc byte[64];
        const int BufferBytes = 16 * 1024;
        byte[] buffer = new byte[BufferBytes];
        byte* result;
        fixed (byte* p = buffer)
        {
            int error = GetGroupByName(name, group, p, BufferBytes, &result);
            return error == 0 && result != null ? *(uint*)(group + GroupIdOffset) : null;
        }
    }
}
