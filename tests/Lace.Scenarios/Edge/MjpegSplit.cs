using System.Buffers;
using Lace.Edge.Video;

namespace Lace.Scenarios.Edge;

/// <summary>All that an <see cref="MjpegReader"/> makes of a source.</summary>
internal sealed record MjpegSplit(List<byte[]> Frames, List<string> Damages, long SkippedBytes)
{
    public static async Task<MjpegSplit> Of(Stream source, int maxFrameBytes = MjpegReader.DefaultMaxFrameBytes)
    {
        await using MjpegReader reader = new(source, maxFrameBytes);
        return await Of(reader);
    }

    public static async Task<MjpegSplit> Of(MjpegReader reader)
    {
        List<byte[]> frames = [];
        List<string> damages = [];
        while (true)
        {
            MjpegReadResult read = await reader.ReadAsync();
            switch (read.Kind)
            {
                case MjpegReadKind.Frame:
                    frames.Add(read.Jpeg.ToArray());
                    break;
                case MjpegReadKind.Damaged:
                    damages.Add(read.Damage ?? "no reason");
                    break;
                default:
                    Check.Equal(MjpegReadKind.End, (await reader.ReadAsync()).Kind);
                    Check.Equal(read.OffsetBytes, reader.FrameBytes + reader.SkippedBytes);
                    Check.Equal(frames.Sum(frame => (long)frame.Length), reader.FrameBytes);
                    Check.Equal(frames.Count, (int)reader.FrameCount);
                    Check.Equal(damages.Count, (int)reader.DamagedCount);
                    return new MjpegSplit(frames, damages, reader.SkippedBytes);
            }
        }
    }

    public static Task<MjpegSplit> Of(byte[] bytes, int maxFrameBytes = MjpegReader.DefaultMaxFrameBytes) =>
        Of(new MemoryStream(bytes), maxFrameBytes);
}
