using System.Buffers;
using System.IO.Pipelines;

namespace Lace.Edge.Video;

/// <summary>
/// Splits JPEGs out of a run of bytes: a camera's MJPEG, what <c>ffmpeg -f mjpeg</c> writes, an HTTP multipart body.
/// </summary>
/// <remarks>
/// <para>Each JPEG is walked marker by marker, so that an end marker inside a segment (an EXIF thumbnail) cuts nothing. What lies
/// between JPEGs is skipped and counted: <see cref="FrameBytes"/> + <see cref="SkippedBytes"/> is all that was read. A frame that lost
/// its end is reported, and the next one is whole; only a cut within the header can cost the next one too, when the cut segment's length
/// happens to lead to one of its markers.</para>
/// <para>Threads: one read at a time. Cost: every byte is looked at once and not copied; no allocation for a frame once warm.
/// Memory: at most <see cref="MaxFrameBytes"/> and one buffer of the source.</para>
/// </remarks>
public sealed class MjpegReader : IAsyncDisposable
{
    /// <summary>Largest frame unless told otherwise: 16 MiB.</summary>
    public const int DefaultMaxFrameBytes = 16 << 20;

    private const int SourceBufferBytes = 64 << 10;

    private readonly PipeReader _source;
    private JpegWalker _walker;
    private bool _inFrame;
    private SequencePosition? _lentUntil;

    /// <summary>A reader of a pipe.</summary>
    /// <param name="source">Where the bytes come from; completed by <see cref="DisposeAsync"/>.</param>
    /// <param name="maxFrameBytes">A frame larger than this is reported as damaged: the bound of this reader's memory.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxFrameBytes"/> is below 1.</exception>
    public MjpegReader(PipeReader source, int maxFrameBytes = DefaultMaxFrameBytes)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrameBytes, 1);
        _source = source;
        MaxFrameBytes = maxFrameBytes;
    }

    /// <summary>A reader of a stream, such as a child process's output or a file; disposing it closes the stream.</summary>
    /// <inheritdoc cref="MjpegReader(PipeReader, int)"/>
    public MjpegReader(Stream source, int maxFrameBytes = DefaultMaxFrameBytes)
        : this(PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: SourceBufferBytes)), maxFrameBytes)
    {
    }

    /// <summary>Largest frame, in bytes.</summary>
    public int MaxFrameBytes { get; }

    /// <summary>Whole JPEGs given so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Bytes of those.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Frames reported as damaged.</summary>
    public long DamagedCount { get; private set; }

    /// <summary>Bytes that belonged to no whole JPEG.</summary>
    public long SkippedBytes { get; private set; }

    private long OffsetBytes => FrameBytes + SkippedBytes;

    /// <summary>Waits for the next whole JPEG, or for damage or the end. Gives back the frame before it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was lost, and a later read goes on.</exception>
    /// <remarks>An error of the source itself is thrown as it is.</remarks>
    public async ValueTask<MjpegReadResult> ReadAsync(CancellationToken cancellation = default)
    {
        if (_lentUntil is { } returned)
        {
            _lentUntil = null;
            _source.AdvanceTo(returned);
        }

        while (true)
        {
            ReadResult read = await _source.ReadAsync(cancellation).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                _source.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException("the source's pending read was cancelled");
            }

            ReadOnlySequence<byte> rest = SkipToStart(read.Buffer, read.IsCompleted);
            if (_inFrame && Find(rest, read.IsCompleted) is { } found)
                return found;

            // All was looked at: the source need not call again until there is more.
            _source.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
                return new MjpegReadResult(MjpegReadKind.End, default, OffsetBytes, null);
        }
    }

    /// <summary>Completes the source; a frame that was given is no longer valid.</summary>
    public ValueTask DisposeAsync() => _source.CompleteAsync();

    /// <summary>Outside a frame: leaves out what comes before the next start of an image, or all but what may begin one.</summary>
    private ReadOnlySequence<byte> SkipToStart(ReadOnlySequence<byte> buffer, bool completed)
    {
        if (_inFrame)
            return buffer;

        SequenceReader<byte> search = new(buffer);
        while (search.TryAdvanceTo(0xFF, advancePastDelimiter: false))
        {
            bool tooShort = search.Remaining < 3;
            if (tooShort && !completed)
                break;

            if (!tooShort && search.TryPeek(1, out byte second) && second == 0xD8 && search.TryPeek(2, out byte third) && third == 0xFF)
            {
                _inFrame = true;
                _walker = default;
                break;
            }

            search.Advance(1);
        }

        // Without any FF left, the search has not moved over the tail.
        long skipped = search.TryPeek(out byte next) && next == 0xFF ? search.Consumed : buffer.Length;
        SkippedBytes += skipped;
        return buffer.Slice(skipped);
    }

    /// <summary>In a frame that begins where <paramref name="buffer"/> does: null when more bytes are needed.</summary>
    private MjpegReadResult? Find(ReadOnlySequence<byte> buffer, bool completed)
    {
        JpegWalk walk = JpegWalk.NeedsMore;
        foreach (ReadOnlyMemory<byte> part in buffer.Slice(_walker.WalkedBytes))
        {
            walk = _walker.Walk(part.Span);
            if (walk != JpegWalk.NeedsMore)
                break;
        }

        if (_walker.WalkedBytes > MaxFrameBytes)
            return Drop(buffer, $"frame too large: more than MaxFrameBytes={MaxFrameBytes}");

        return walk switch
        {
            JpegWalk.Complete => Lend(buffer.Slice(0, _walker.WalkedBytes)),
            JpegWalk.Damaged => Drop(buffer, _walker.Damage),
            _ => completed ? Drop(buffer, "the source ended inside the frame") : null,
        };
    }

    private MjpegReadResult Lend(ReadOnlySequence<byte> jpeg)
    {
        MjpegReadResult result = new(MjpegReadKind.Frame, jpeg, OffsetBytes, null);
        _inFrame = false;
        _lentUntil = jpeg.End;
        FrameCount++;
        FrameBytes += jpeg.Length;
        return result;
    }

    private MjpegReadResult Drop(ReadOnlySequence<byte> buffer, string? why)
    {
        long began = OffsetBytes;
        _inFrame = false;
        _source.AdvanceTo(buffer.GetPosition(_walker.TrustedBytes));
        DamagedCount++;
        SkippedBytes += _walker.TrustedBytes;
        string damage = $"damaged JPEG: byte {began + _walker.WalkedBytes}, in the frame that began at byte {began}: {why}";
        return new MjpegReadResult(MjpegReadKind.Damaged, default, began, damage);
    }
}
