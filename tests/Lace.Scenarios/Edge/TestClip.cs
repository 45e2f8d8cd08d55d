using System.Diagnostics;

namespace Lace.Scenarios.Edge;

/// <summary>Ten seconds of video as MJPEG, made by ffmpeg: 250 frames.</summary>
internal static class TestClip
{
    public const int FrameCount = 250;

    /// <summary>From the real clip beside the repository where it is, else from ffmpeg's test picture.</summary>
    public static byte[] Mjpeg()
    {
        string? clip = Find();
        string path = ScenarioDirectory.FilePath("clip.mjpeg");
        string[] input = clip is null ? ["-f", "lavfi", "-i", "testsrc=size=640x272:rate=25"] : ["-i", clip];
        Console.WriteLine($"clip: {clip ?? "ffmpeg's testsrc"}");
        string[] arguments =
            ["-v", "error", .. input, "-frames:v", $"{FrameCount}", "-an", "-c:v", "mjpeg", "-q:v", "4", "-f", "mjpeg", path];

        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })
            ?? throw new ScenarioFailedException("ffmpeg did not start: install the Debian package ffmpeg");
        ffmpeg.StandardInput.Close();
        ffmpeg.WaitForExit();
        Check.Equal(0, ffmpeg.ExitCode);
        return File.ReadAllBytes(path);
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string clip = Path.Combine(folder.FullName, "..", "shared", "data", "bikes.mp4");
            if (File.Exists(Path.Combine(folder.FullName, "Lace.sln")))
                return File.Exists(clip) ? Path.GetFullPath(clip) : null;
        }

        return null;
    }
}
