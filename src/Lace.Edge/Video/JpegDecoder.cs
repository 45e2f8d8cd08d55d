using Lace.Edge.Native;

namespace Lace.Edge.Video;

/// <summary>Decompresses JPEGs to RGB. One caller at a time; a damaged JPEG leaves the decoder as good as new.</summary>
internal sealed class JpegDecoder : IDisposable
{
    private TurboJpegHandle _decompressor = TurboJpeg.CreateDecompressor();

    /// <summary>The size of a picture, from its header alone.</summary>
    /// <exception cref="InvalidDataException">Not a JPEG.</exception>
    public (int Width, int Height) ReadSize(ReadOnlySpan<byte> jpeg)
    {
        try
        {
            return TurboJpeg.ReadHeader(_decompressor, jpeg);
        }
        catch (InvalidDataException)
        {
            // libturbojpeg 2.1 stays in the middle of a header that it could not read, and reads the next JPEG on from there.
            _decompressor.Dispose();
            _decompressor = TurboJpeg.CreateDecompressor();
            throw;
        }
    }

    /// <summary>Decodes into the first 3 * width * height bytes of <paramref name="rgb"/>.</summary>
    /// <exception cref="InvalidDataException">Not a JPEG, or a damaged one: nothing is repaired silently.</exception>
    /// <exception cref="ArgumentException"><paramref name="rgb"/> is too small for the picture.</exception>
    public void Decode(ReadOnlySpan<byte> jpeg, Span<byte> rgb)
    {
        (int width, int height) = ReadSize(jpeg);
        TurboJpeg.Decompress(_decompressor, jpeg, rgb, width, height);
    }

    public void Dispose() => _decompressor.Dispose();
}
