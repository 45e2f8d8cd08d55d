using System.Runtime.InteropServices;

namespace Lace.Net.Native;

/// <summary>Error numbers of libzmq and libc, and the exceptions made of them.</summary>
internal static class NativeError
{
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int HostUnreachable = 113;

    internal static int Last => Marshal.GetLastPInvokeError();

    internal static IOException Of(string what) => Of(what, Last);

    internal static IOException Of(string what, int error) =>
        new($"{what}: {Marshal.PtrToStringUTF8(LibZmq.ErrorText(error))} (errno {error}).");
}
