using System.Runtime.InteropServices;

namespace Lace.Edge.Native;

/// <summary>libturbojpeg's 2.x functions, behind spans whose lengths are checked here, where the pointers are made.</summary>
internal static unsafe partial class TurboJpeg
{
    private const string FileName = "libturbojpeg.so.0";
    private const int PixelFormatRgb = 0;
    private const int FlagNoReallocation = 1024;
    private const int FlagStopOnWarning = 8192;

    public static TurboJpegHandle CreateCompressor()
    {
        RequireLibrary();
        return Check(InitCompress(), "compressor");
    }

    public static TurboJpegHandle CreateDecompressor()
    {
        RequireLibrary();
        return Check(InitDecompress(), "decompressor");
    }

    /// <summary>Says which package is missing, in place of the loader's list of paths.</summary>
    /// <param name="fileName">Other than the library's own only in tests.</param>
    public static void RequireLibrary(string fileName = FileName)
    {
        if (!NativeLibrary.TryLoad(fileName, typeof(TurboJpeg).Assembly, searchPath: null, out nint library))
            throw new DllNotFoundException(
                $"{fileName} not found: install the Debian package libturbojpeg0 (apt-get install libturbojpeg0)");

        NativeLibrary.Free(library);
    }

    /// <summary>Bytes that a JPEG of this size never exceeds.</summary>
    public static int MaxJpegBytes(int width, int height, int subsampling)
    {
        RequireLibrary();
        nuint bound = BufferSize(width, height, subsampling);
        return bound is > 0 and <= int.MaxValue
            ? (int)bound
            : throw new ArgumentException($"picture too large for one JPEG: width={width}, height={height}");
    }

    /// <returns>Bytes of the JPEG, at the front of <paramref name="jpeg"/>.</returns>
    public static int Compress(
        TurboJpegHandle compressor, ReadOnlySpan<byte> rgb, int width, int height, Span<byte> jpeg, int subsampling, int quality)
    {
        // The library trusts the destination to hold its bound: it takes no length, whatever jpegSize says on entry.
        nuint bound = BufferSize(width, height, subsampling);
        if ((nuint)jpeg.Length < bound || rgb.Length < 3L * width * height)
            throw new ArgumentException(
                $"spans too small: jpeg.Length={jpeg.Length}, expected at least {bound}; "
                + $"rgb.Length={rgb.Length}, expected at least {3L * width * height}");

        // SAFETY: both spans are pinned for the call and were measured above.
        fixed (byte* source = rgb)
        fixed (byte* destination = jpeg)
        {
            byte* written = destination;
            nuint size = (nuint)jpeg.Length;
            int result = Compress2(
                compressor, source, width, 3 * width, height, PixelFormatRgb, &written, &size, subsampling, quality, FlagNoReallocation);
            return result == 0 && written == destination
                ? checked((int)size)
                : throw new InvalidOperationException($"JPEG encoding failed: {LastError(compressor)}");
        }
    }

    public static (int Width, int Height) ReadHeader(TurboJpegHandle decompressor, ReadOnlySpan<byte> jpeg)
    {
        // SAFETY: the span is pinned and its length is passed.
        fixed (byte* source = jpeg)
        {
            int width, height, subsampling, colorspace;
            return DecompressHeader3(decompressor, source, (nuint)jpeg.Length, &width, &height, &subsampling, &colorspace) == 0
                ? (width, height)
                : throw new InvalidDataException($"not a JPEG: length={jpeg.Length}, {LastError(decompressor)}");
        }
    }

    public static void Decompress(TurboJpegHandle decompressor, ReadOnlySpan<byte> jpeg, Span<byte> rgb, int width, int height)
    {
        if (rgb.Length < 3L * width * height)
            throw new ArgumentException($"picture too small: length={rgb.Length}, expected at least {3L * width * height}");

        // SAFETY: both spans are pinned; the library scales or fails rather than write more than width x height pixels.
        fixed (byte* source = jpeg)
        fixed (byte* destination = rgb)
        {
            int result = Decompress2(
                decompressor, source, (nuint)jpeg.Length, destination, width, 3 * width, height, PixelFormatRgb, FlagStopOnWarning);
            if (result != 0)
                throw new InvalidDataException($"JPEG decoding failed: length={jpeg.Length}, {LastError(decompressor)}");
        }
    }

    internal static bool Destroy(nint handle) => DestroyHandle(handle) == 0;

    private static TurboJpegHandle Check(TurboJpegHandle handle, string what) =>
        handle.IsInvalid ? throw new InvalidOperationException($"libturbojpeg made no {what}: out of memory") : handle;

    private static string LastError(TurboJpegHandle handle) => Marshal.PtrToStringUTF8((nint)GetErrorString(handle)) ?? "no reason given";

    [LibraryImport(FileName, EntryPoint = "tjInitCompress")]
    private static partial TurboJpegHandle InitCompress();

    [LibraryImport(FileName, EntryPoint = "tjInitDecompress")]
    private static partial TurboJpegHandle InitDecompress();

    [LibraryImport(FileName, EntryPoint = "tjDestroy")]
    private static partial int DestroyHandle(nint handle);

    [LibraryImport(FileName, EntryPoint = "tjGetErrorStr2")]
    private static partial byte* GetErrorString(TurboJpegHandle handle);

    [LibraryImport(FileName, EntryPoint = "tjBufSize")]
    private static partial nuint BufferSize(int width, int height, int subsampling);

    [LibraryImport(FileName, EntryPoint = "tjCompress2")]
    private static partial int Compress2(
        TurboJpegHandle handle, byte* source, int width, int pitch, int height, int pixelFormat,
        byte** jpeg, nuint* jpegSize, int subsampling, int quality, int flags);

    [LibraryImport(FileName, EntryPoint = "tjDecompressHeader3")]
    private static partial int DecompressHeader3(
        TurboJpegHandle handle, byte* jpeg, nuint jpegSize, int* width, int* height, int* subsampling, int* colorspace);

    [LibraryImport(FileName, EntryPoint = "tjDecompress2")]
    private static partial int Decompress2(
        TurboJpegHandle handle, byte* jpeg, nuint jpegSize, byte* destination,
        int width, int pitch, int height, int pixelFormat, int flags);
}
