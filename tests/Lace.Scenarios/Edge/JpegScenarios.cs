using Lace.Edge.Native;
using Lace.Edge.Simulation;
using Lace.Edge.Video;

namespace Lace.Scenarios.Edge;

/// <summary>JPEG by libturbojpeg.</summary>
public static class JpegScenarios
{
    private const int Width = 320;
    private const int Height = 180;

    public static void A_picture_survives_as_a_jpeg()
    {
        byte[] rgb = Picture();
        using JpegEncoder encoder = new(Width, Height, quality: 90, ChromaSubsampling.None);
        byte[] jpeg = new byte[encoder.MaxJpegBytes];
        int jpegBytes = encoder.Encode(rgb, jpeg);

        using JpegDecoder decoder = new();
        Check.Equal((Width, Height), decoder.ReadSize(jpeg.AsSpan(0, jpegBytes)));
        byte[] decoded = new byte[rgb.Length];
        decoder.Decode(jpeg.AsSpan(0, jpegBytes), decoded);

        // 35 dB: no difference to a person. A swapped colour or a shifted row falls far below.
        Check.AtLeast(35.0, SignalToNoiseDecibel(rgb, decoded));
        Check.AtMost(35.0, SignalToNoiseDecibel(rgb, Shifted(decoded)), "the measure itself must tell a shifted picture");
    }

    public static void Every_size_and_quality_fits_in_its_bound()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        (int, int)[] sizes = [(1, 1), (7, 3), (8, 8), (16, 16), (17, 33), (640, 2)];
        foreach ((int width, int height) in sizes)
        {
            byte[] noise = new byte[3 * width * height];
            random.NextBytes(noise);
            foreach (ChromaSubsampling subsampling in Enum.GetValues<ChromaSubsampling>())
            {
                using JpegEncoder encoder = new(width, height, quality: 100, subsampling);
                byte[] jpeg = new byte[encoder.MaxJpegBytes + 16];
                jpeg.AsSpan().Fill(0xAB);
                int jpegBytes = encoder.Encode(noise, jpeg.AsSpan(0, encoder.MaxJpegBytes));
                Check.AtMost(encoder.MaxJpegBytes, jpegBytes);
                Check.Equal(-1, jpeg.AsSpan(encoder.MaxJpegBytes).IndexOfAnyExcept((byte)0xAB));
            }
        }
    }

    public static void A_small_destination_is_used_when_the_jpeg_fits()
    {
        byte[] rgb = Picture();
        using JpegEncoder encoder = new(Width, Height);
        byte[] whole = new byte[encoder.MaxJpegBytes];
        int jpegBytes = encoder.Encode(rgb, whole);

        byte[] exact = new byte[jpegBytes];
        Check.Equal(jpegBytes, encoder.Encode(rgb, exact));
        Check.SequenceEqual<byte>(whole.AsSpan(0, jpegBytes), exact);
    }

    public static void A_destination_that_is_too_small_is_told_how_much_is_needed()
    {
        byte[] rgb = Picture();
        using JpegEncoder encoder = new(Width, Height);
        byte[] whole = new byte[encoder.MaxJpegBytes];
        int needed = encoder.Encode(rgb, whole);

        byte[] small = new byte[needed - 1];
        Check.False(encoder.TryEncode(rgb, small, out int jpegBytes));
        Check.Equal(needed, jpegBytes);
        Check.Equal(-1, small.AsSpan().IndexOfAnyExcept((byte)0), "nothing may be written");
        ArgumentException error = Check.Throws<ArgumentException>(() => encoder.Encode(rgb, small));
        Check.Contains($"jpeg.Length={needed - 1}, needed={needed} for this picture, MaxJpegBytes={encoder.MaxJpegBytes}", error.Message);
        Check.Equal(needed, encoder.Encode(rgb, whole), "the encoder goes on after a refusal");
    }

    public static void A_picture_of_another_size_is_refused()
    {
        using JpegEncoder encoder = new(Width, Height);
        byte[] jpeg = new byte[encoder.MaxJpegBytes];
        ArgumentException error = Check.Throws<ArgumentException>(() => encoder.Encode(new byte[10], jpeg));
        Check.Contains("rgb.Length=10, expected 172800", error.Message);
        Check.Throws<ArgumentOutOfRangeException>(() => new JpegEncoder(0, 1));
        Check.Throws<ArgumentOutOfRangeException>(() => new JpegEncoder(1, 70_000));
        Check.Throws<ArgumentOutOfRangeException>(() => new JpegEncoder(1, 1, quality: 101));
        Check.Throws<ArgumentException>(() => new JpegEncoder(65_500, 65_500));
    }

    public static void Encoding_allocates_nothing_once_warm()
    {
        byte[] rgb = Picture();
        using JpegEncoder encoder = new(Width, Height);
        byte[] whole = new byte[encoder.MaxJpegBytes];
        byte[] small = new byte[encoder.MaxJpegBytes / 2];
        encoder.Encode(rgb, whole);
        encoder.Encode(rgb, small);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int frame = 0; frame < 20; frame++)
        {
            encoder.Encode(rgb, whole);
            encoder.Encode(rgb, small);
        }

        Check.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public static void A_disposed_encoder_says_so()
    {
        JpegEncoder encoder = new(Width, Height);
        encoder.Dispose();
        encoder.Dispose();
        Check.Throws<ObjectDisposedException>(() => encoder.Encode(Picture(), new byte[encoder.MaxJpegBytes]));
    }

    public static void A_missing_library_is_named_with_its_package()
    {
        DllNotFoundException error = Check.Throws<DllNotFoundException>(() => TurboJpeg.RequireLibrary("libnosuchjpeg.so.0"));
        Check.Contains("libnosuchjpeg.so.0 not found: install the Debian package libturbojpeg0", error.Message);
    }

    public static void Damaged_jpegs_are_errors_and_the_next_good_one_decodes()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        byte[] rgb = Picture();
        using JpegEncoder encoder = new(Width, Height);
        byte[] whole = new byte[encoder.MaxJpegBytes];
        byte[] jpeg = whole.AsSpan(0, encoder.Encode(rgb, whole)).ToArray();

        using JpegDecoder decoder = new();
        byte[] decoded = new byte[rgb.Length];
        Check.Throws<InvalidDataException>(() => decoder.Decode(jpeg.AsSpan(0, jpeg.Length / 2), decoded));
        int refused = 0;
        for (int round = 0; round < TestRun.Count(300, 5000); round++)
        {
            byte[] broken = [.. jpeg];
            for (int hits = random.Next(1, 20); hits > 0; hits--)
                broken[random.Next(broken.Length)] = (byte)random.Next(256);

            try
            {
                decoder.Decode(broken, decoded);
            }
            catch (Exception error) when (error is InvalidDataException or ArgumentException)
            {
                refused++;
                decoder.Decode(jpeg, decoded);
            }
        }

        Check.AtLeast(1, refused);
    }

    private static byte[] Picture()
    {
        CartPoleRenderer camera = new(Width, Height);
        byte[] rgb = new byte[camera.SizeBytes];
        camera.Render(new(0.4, 0, 0.1, 0), 12, 345, rgb);
        return rgb;
    }

    private static byte[] Shifted(byte[] rgb) => [.. rgb.AsSpan(3 * Width * 4), .. rgb.AsSpan(0, 3 * Width * 4)];

    private static double SignalToNoiseDecibel(byte[] expected, byte[] found)
    {
        double squares = 0;
        for (int i = 0; i < expected.Length; i++)
            squares += Math.Pow(expected[i] - found[i], 2);

        return 10 * Math.Log10(255.0 * 255.0 * expected.Length / Math.Max(squares, 1e-9));
    }
}
