using Lace.Edge.Simulation;
using Lace.Edge.Video;

namespace Lace.Scenarios.Edge;

/// <summary>JPEGs to split.</summary>
internal static class TestJpegs
{
    /// <summary>A small whole JPEG, another for every number.</summary>
    public static byte[] Small(int number, int size = 64)
    {
        CartPoleRenderer camera = new(size, size);
        byte[] rgb = new byte[camera.SizeBytes];
        camera.Render(new(number % 40 * 0.1 - 2, 0, number % 7 * 0.05 - 0.15, 0), number, number, rgb);
        using JpegEncoder encoder = new(size, size);
        byte[] jpeg = new byte[encoder.MaxJpegBytes];
        return jpeg.AsSpan(0, encoder.Encode(rgb, jpeg)).ToArray();
    }

    /// <summary>The JPEG with a whole other JPEG, end marker and all, in a segment of its own, as cameras keep thumbnails.</summary>
    public static byte[] WithThumbnail(byte[] jpeg, byte[] thumbnail)
    {
        byte[] payload = [.. "Exif\0\0"u8, .. thumbnail];
        int length = payload.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. payload, .. jpeg.AsSpan(2)];
    }

    /// <summary>Offset of the first byte of picture data.</summary>
    public static int PictureStart(byte[] jpeg)
    {
        int scan = jpeg.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return scan + 2 + (jpeg[scan + 2] << 8 | jpeg[scan + 3]);
    }
}
