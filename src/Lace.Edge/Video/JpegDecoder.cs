using Lace.Edge.Native;

namespace Lace.Edge.Video;

/// <summary>Decompresses JPEGs to RGB. One caller at a time.</summary>
internal sealed class JpegDecoder : IDisposable
{
    private readonly TurboJpegHandle _decompressor = TurboJpeg.CreateDecompressor();

    /// <summary>The size of a picture, from its header alone.</summary>
    /// <exception cref="InvalidDataException">Not a JPEG.</exception>
    public (int Width, int Height) ReadSize(ReadOnlySpan<byte> jpeg) => TurboJpeg.ReadHeader(_decompressor, jpeg);

    /// <summary>Decodes into the first 3 * width * height bytes of <paramref name="rgb"/>.</summary>
    /// <exception cref="InvalidDataException">Not a JPEG, or a damaged one: nothing is repaired silently.</exception>
    public void Decode(ReadOnlySpan<byte> jpeg, Span<byte> rgb)
    {
        (int width, int height) = ReadSize(jpeg);
        TurboJpeg.Decompress(_decompressor, jpeg, rgb, width, height);
    }

    public void Dispose() => _decompressor.Dispose();
}
