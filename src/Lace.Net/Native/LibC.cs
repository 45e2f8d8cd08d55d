using System.Runtime.InteropServices;

namespace Lace.Net.Native;

internal static unsafe partial class LibC
{
    internal const int EventFdCloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFdNew(uint initialValue, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int fileDescriptor, void* buffer, nuint sizeBytes);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int fileDescriptor, void* buffer, nuint sizeBytes);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fileDescriptor);
}
