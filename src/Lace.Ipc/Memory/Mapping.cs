using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lace.Ipc.Memory;

/// <summary>A shared mapping of a whole file, unmapped once.</summary>
internal sealed unsafe class Mapping : IDisposable
{
    private nint _address;
    private readonly nuint _lengthBytes;

    private Mapping(nint address, nuint lengthBytes)
    {
        _address = address;
        _lengthBytes = lengthBytes;
    }

    /// <summary>Maps <paramref name="lengthBytes"/> bytes; the file may be closed afterwards.</summary>
    /// <exception cref="SegmentException">The kernel refused, with its reason.</exception>
    internal static Mapping Create(SafeFileHandle file, long lengthBytes, bool writable, string path)
    {
        int protection = writable ? Libc.PROT_READ | Libc.PROT_WRITE : Libc.PROT_READ;
        nint address = Libc.Map(0, (nuint)lengthBytes, protection, Libc.MAP_SHARED, file, 0);
        if (address == -1)
            throw SegmentException.FromErrno("map", path, Marshal.GetLastPInvokeError());

        return new Mapping(address, (nuint)lengthBytes);
    }

    internal Region Region => new((byte*)_address, (long)_lengthBytes);

    public void Dispose()
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
            Libc.Unmap(address, _lengthBytes);
    }
}
