using System.Runtime.InteropServices;

namespace Lace.Ipc;

/// <summary>A segment could not be made, opened or used. The message says what was found, what was expected and what to do.</summary>
public class SegmentException : IOException
{
    /// <summary>Creates the exception.</summary>
    public SegmentException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public SegmentException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal static SegmentException FromErrno(string operation, string path, int errno)
    {
        string hint = errno switch
        {
            Memory.Libc.ENOSPC => "; the file system is full: make room (`lace ls`, `lace rm`) or ask for a smaller segment",
            Memory.Libc.EACCES or Memory.Libc.EPERM => "; the segment belongs to another user, or the directory is not writable",
            Memory.Libc.ELOOP => "; a symbolic link stands where the segment should be: remove it",
            Memory.Libc.EOPNOTSUPP => "; this file system has no unnamed temporary files: use tmpfs, ext4 or xfs",
            _ => "",
        };
        return new SegmentException(
            $"cannot {operation} segment: path={path}, error={Marshal.GetPInvokeErrorMessage(errno)} ({errno}){hint}");
    }
}
