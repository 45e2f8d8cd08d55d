using System.IO.Pipelines;
using Lace.Edge.Video;

namespace Lace.Scenarios.Edge;

/// <summary>JPEGs are split out of bytes whole, in order, and nothing else is.</summary>
public static class MjpegScenarios
{
    public static async Task A_real_clip_comes_out_frame_by_frame_and_every_frame_decodes()
    {
        byte[] clip = TestClip.Mjpeg();
        MjpegSplit split = await MjpegSplit.Of(clip);
        Check.Equal(TestClip.FrameCount, split.Frames.Count);
        Check.Equal(0, split.Damages.Count);
        Check.Equal(0, split.SkippedBytes);
        byte[] joined = [.. split.Frames.SelectMany(frame => frame)];
        Check.True(joined.AsSpan().SequenceEqual(clip), "the frames one after another are the clip");

        using JpegDecoder decoder = new();
        (int width, int height) = decoder.ReadSize(split.Frames[0]);
        byte[] rgb = new byte[3 * width * height];
        foreach (byte[] frame in split.Frames)
            decoder.Decode(frame, rgb);
    }

    public static async Task Where_the_pieces_break_makes_no_difference()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        byte[][] frames = [.. Enumerable.Range(0, 20).Select(number => TestJpegs.Small(number))];
        byte[] bytes = [.. frames.SelectMany(frame => frame)];
        foreach (int maxPieceBytes in (int[])[1, 2, 3, 17, 1000, 100_000])
        {
            MjpegSplit split = await MjpegSplit.Of(new ChoppyStream(bytes, random, maxPieceBytes));
            CheckFrames(frames, split.Frames);
            Check.Equal(0, split.SkippedBytes);
        }
    }

    public static async Task An_end_marker_in_a_thumbnail_does_not_cut_the_frame()
    {
        byte[] frame = TestJpegs.WithThumbnail(TestJpegs.Small(1, size: 96), TestJpegs.Small(2));
        MjpegSplit split = await MjpegSplit.Of([.. frame, .. frame]);
        CheckFrames([frame, frame], split.Frames);

        int naive = frame.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) + 2;
        Check.AtMost(frame.Length - 1, naive, "control: a search for the end marker would have cut it");
    }

    public static async Task Restarts_stuffed_bytes_fillings_and_several_scans_are_part_of_a_frame()
    {
        byte[] frame =
        [
            0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xE0, 0, 4, 0xFF, 0xD9, 0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0,
            0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 1, 0xFF, 0, 0xD9, 0xFF, 0xD0, 2, 0xFF, 0xFF, 0xD7, 0xFF, 0xFF, 0, 3,
            0xFF, 0xC4, 0, 2, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 5, 6, 7, 0xFF, 0xFF, 0xD9,
        ];
        foreach (int maxPieceBytes in (int[])[1, 5, 100])
        {
            MjpegSplit split = await MjpegSplit.Of(new ChoppyStream([.. frame, .. frame], new Random(1), maxPieceBytes));
            Check.Equal(0, split.Damages.Count);
            CheckFrames([frame, frame], split.Frames);
        }
    }

    public static async Task Garbage_between_frames_is_skipped_and_counted()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        byte[][] frames = [.. Enumerable.Range(0, 30).Select(number => TestJpegs.Small(number))];
        List<byte> bytes = [];
        long garbage = 0;
        foreach (byte[] frame in frames)
        {
            byte[] between = new byte[random.Next(0, 300)];
            random.NextBytes(between);

            // The worst kind: it begins as a JPEG does, and announces a segment that would swallow what follows.
            byte[] lure = random.Next(3) == 0 ? [0xFF, 0xD8, 0xFF, 0xE1, (byte)random.Next(256), (byte)random.Next(256)] : [];
            bytes.AddRange([.. between, .. lure, .. frame]);
            garbage += between.Length + lure.Length;
        }

        bytes.AddRange([0xFF, 0xD8]);
        MjpegSplit split = await MjpegSplit.Of(new ChoppyStream([.. bytes], random, 5000));
        CheckFrames(frames, split.Frames);
        Check.Equal(garbage + 2, split.SkippedBytes);
    }

    public static async Task A_frame_cut_in_its_picture_is_reported_and_costs_no_other_frame()
    {
        byte[] frame = TestJpegs.Small(3);
        byte[] next = TestJpegs.Small(4);
        for (int cut = TestJpegs.PictureStart(frame); cut < frame.Length; cut++)
        {
            MjpegSplit split = await MjpegSplit.Of([.. frame.AsSpan(0, cut), .. next, .. next]);
            CheckFrames([next, next], split.Frames);
            Check.Equal(cut, (int)split.SkippedBytes);
            Check.Equal(1, split.Damages.Count);
        }
    }

    public static async Task A_frame_cut_in_its_header_costs_at_most_the_next_one()
    {
        byte[] frame = TestJpegs.Small(3);
        byte[] next = TestJpegs.Small(4);
        byte[] last = TestJpegs.Small(5);
        int cuts = TestJpegs.PictureStart(frame);
        int costly = 0;
        for (int cut = 1; cut < cuts; cut++)
        {
            MjpegSplit split = await MjpegSplit.Of([.. frame.AsSpan(0, cut), .. next, .. last]);
            Check.True(split.Frames[^1].AsSpan().SequenceEqual(last));

            // A cut segment's length may happen to lead to a marker of the next frame: by the format's rules, that is one JPEG.
            bool whole = split.Frames.Count == 2 && split.Frames[0].AsSpan().SequenceEqual(next);
            costly += whole ? 0 : 1;
            Check.True(!whole || split.SkippedBytes == cut);
        }

        Console.WriteLine($"{costly} of {cuts - 1} cuts cost the next frame too");
        Check.AtMost(cuts / 10, costly);
    }

    public static async Task A_frame_cut_in_its_picture_does_not_let_its_thumbnail_out()
    {
        byte[] frame = TestJpegs.WithThumbnail(TestJpegs.Small(1, size: 96), TestJpegs.Small(2));
        byte[] next = TestJpegs.Small(4);
        int cut = TestJpegs.PictureStart(frame) + 20;
        MjpegSplit split = await MjpegSplit.Of([.. frame.AsSpan(0, cut), .. next]);
        CheckFrames([next], split.Frames);
        Check.Equal(1, split.Damages.Count);
        Check.Contains($"byte {cut + 2}, in the frame that began at byte 0: the next image starts before", split.Damages[0]);
    }

    public static async Task A_source_that_ends_inside_a_frame_says_so()
    {
        byte[] frame = TestJpegs.Small(5);
        MjpegSplit split = await MjpegSplit.Of([.. frame, .. frame.AsSpan(0, frame.Length - 1)]);
        CheckFrames([frame], split.Frames);
        Check.Equal(1, split.Damages.Count);
        Check.Contains($"frame that began at byte {frame.Length}: the source ended inside the frame", split.Damages[0]);
        Check.Equal(frame.Length - 1L, split.SkippedBytes);

        Check.Equal(0, (await MjpegSplit.Of([])).Frames.Count);
    }

    public static async Task A_frame_that_never_ends_is_dropped_at_the_bound()
    {
        byte[] frame = TestJpegs.Small(6);
        byte[] endless = [.. frame.AsSpan(0, TestJpegs.PictureStart(frame)), .. new byte[5_000_000]];
        MjpegSplit split = await MjpegSplit.Of([.. endless, .. frame], maxFrameBytes: 100_000);
        CheckFrames([frame], split.Frames);
        Check.Equal(1, split.Damages.Count);
        Check.Contains("frame too large: more than MaxFrameBytes=100000", split.Damages[0]);
        Check.Equal(endless.Length, (int)split.SkippedBytes);

        split = await MjpegSplit.Of([.. frame, .. frame], maxFrameBytes: frame.Length);
        Check.Equal(2, split.Frames.Count);
        split = await MjpegSplit.Of([.. frame, .. frame], maxFrameBytes: frame.Length - 1);
        Check.Equal(2, split.Damages.Count);
    }

    public static async Task Flipped_bytes_never_stop_the_reader()
    {
        int seed = Environment.TickCount;
        Console.WriteLine($"seed={seed}");
        Random random = new(seed);
        byte[][] frames = [.. Enumerable.Range(0, 10).Select(number => TestJpegs.Small(number))];
        byte[] good = [.. frames.SelectMany(frame => frame)];
        for (int round = 0; round < TestRun.Count(200, 20_000); round++)
        {
            byte[] bytes = [.. good];
            for (int hits = random.Next(1, 40); hits > 0; hits--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)0xFF : (byte)random.Next(256);

            ChoppyStream source = new(bytes, random, 3000);
            await using MjpegReader reader = round % 2 == 0 ? new(source, 8000) : new(PipeOf(source), 8000);
            MjpegSplit split = await MjpegSplit.Of(reader);
            Check.Equal(bytes.Length, (int)(split.SkippedBytes + split.Frames.Sum(frame => frame.Length)));
        }
    }

    public static async Task A_cancelled_read_loses_nothing()
    {
        byte[] frame = TestJpegs.Small(7);
        Pipe pipe = new();
        await using MjpegReader reader = new(pipe.Reader);
        await pipe.Writer.WriteAsync(frame.AsMemory(0, 100));
        using CancellationTokenSource stop = new();
        Task<MjpegReadResult> read = reader.ReadAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Check.ThrowsAsync<OperationCanceledException>(() => read);

        read = reader.ReadAsync().AsTask();
        pipe.Reader.CancelPendingRead();
        await Check.ThrowsAsync<OperationCanceledException>(() => read);

        await pipe.Writer.WriteAsync(frame.AsMemory(100));
        MjpegReadResult whole = await reader.ReadAsync();
        Check.Equal(MjpegReadKind.Frame, whole.Kind);
        Check.Equal(frame.Length, (int)whole.Jpeg.Length);
    }

    public static async Task A_frame_is_given_before_the_bytes_after_it_have_come()
    {
        byte[] frame = TestJpegs.Small(8);
        Pipe pipe = new();
        await using MjpegReader reader = new(pipe.Reader);
        await pipe.Writer.WriteAsync(frame);
        Check.Equal(MjpegReadKind.Frame, (await reader.ReadAsync()).Kind);
        await pipe.Writer.WriteAsync(frame);
        Check.Equal(MjpegReadKind.Frame, (await reader.ReadAsync()).Kind);
    }

    public static async Task After_damage_a_frame_that_is_already_there_needs_no_more_bytes()
    {
        // The lure's segment is longer than what follows, so that the reader has looked past the frame before it knows better.
        byte[] frame = TestJpegs.Small(9);
        byte[] lure = [0xFF, 0xD8, 0xFF, 0xE1, (byte)((frame.Length + 22) >> 8), (byte)(frame.Length + 22)];
        Pipe pipe = new();
        await using MjpegReader reader = new(pipe.Reader);
        Task<MjpegReadResult> read = reader.ReadAsync().AsTask();
        foreach (byte[] piece in (byte[][])[lure, frame[..200], frame[200..], new byte[21]])
            await pipe.Writer.WriteAsync(piece);

        Check.Equal(MjpegReadKind.Damaged, (await read).Kind);
        Check.Equal(MjpegReadKind.Frame, (await reader.ReadAsync()).Kind);
        Check.Equal(frame.Length, (int)reader.FrameBytes);
    }

    public static async Task Reading_frames_allocates_nothing_once_warm()
    {
        byte[] bytes = [.. Enumerable.Range(0, 200).SelectMany(number => TestJpegs.Small(number % 5))];
        await using MjpegReader reader = new(new MemoryStream(bytes));
        for (int frame = 0; frame < 100; frame++)
            Check.Equal(MjpegReadKind.Frame, (await reader.ReadAsync()).Kind);

        // A memory stream answers at once, so all of this stays on one thread.
        long before = GC.GetAllocatedBytesForCurrentThread();
        int frames = 0;
        for (int frame = 0; frame < 90; frame++)
            frames += (await reader.ReadAsync()).Kind == MjpegReadKind.Frame ? 1 : 0;

        Check.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Check.Equal(90, frames);
    }

    // A pipe is stricter than a stream's reader: it holds its reader to what was examined.
    private static PipeReader PipeOf(Stream source)
    {
        Pipe pipe = new();
        _ = Task.Run(async () =>
        {
            await source.CopyToAsync(pipe.Writer);
            await pipe.Writer.CompleteAsync();
        });
        return pipe.Reader;
    }

    private static void CheckFrames(IReadOnlyList<byte[]> expected, IReadOnlyList<byte[]> found)
    {
        Check.Equal(expected.Count, found.Count);
        for (int i = 0; i < expected.Count; i++)
            Check.True(expected[i].AsSpan().SequenceEqual(found[i]), $"frame {i} is byte for byte what was put in");
    }
}
