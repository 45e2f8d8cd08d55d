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
    private ReadOnlySequence<byte> _rest;
    private bool _holdsBuffer;
    private bool _completed;
    private bool _inFrame;

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
        while (true)
        {
            bool cancelled = false;
            if (!_holdsBuffer)
            {
                ReadResult read = await _source.ReadAsync(cancellation).ConfigureAwait(false);
                (_rest, _completed, _holdsBuffer, cancelled) = (read.Buffer, read.IsCompleted, true, read.IsCanceled);
            }

            SkipToStart();
            if (_inFrame && Find() is { } found)
                return found;

            // Only now, when all was looked at: a pipe takes back no promise to have examined a byte, and damage makes us look twice.
            _source.AdvanceTo(_rest.Start, _rest.End);
            (_rest, _holdsBuffer) = (default, false);
            if (cancelled)
                throw new OperationCanceledException("the source's pending read was cancelled");

            if (_completed)
                return new MjpegReadResult(MjpegReadKind.End, default, OffsetBytes, null);
        }
    }

    /// <summary>Completes the source; a frame that was given is no longer valid.</summary>
    public ValueTask DisposeAsync() => _source.CompleteAsync();

    /// <summary>Outside a frame: leaves out what comes before the next start of an image, or all but what may begin one.</summary>
    private void SkipToStart()
    {
        if (_inFrame)
            return;

        SequenceReader<byte> search = new(_rest);
        while (search.TryAdvanceTo(0xFF, advancePastDelimiter: false))
        {
            bool tooShort = search.Remaining < 3;
            if (tooShort && !_completed)
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
        long skipped = search.TryPeek(out byte next) && next == 0xFF ? search.Consumed : _rest.Length;
        SkippedBytes += skipped;
        _rest = _rest.Slice(skipped);
    }

    /// <summary>In a frame that begins where the rest does: null when more bytes are needed.</summary>
    private MjpegReadResult? Find()
    {
        JpegWalk walk = JpegWalk.NeedsMore;
        foreach (ReadOnlyMemory<byte> part in _rest.Slice(_walker.WalkedBytes))
        {
            walk = _walker.Walk(part.Span);
            if (walk != JpegWalk.NeedsMore)
                break;
        }

        if (_walker.WalkedBytes > MaxFrameBytes)
            return Drop($"frame too large: more than MaxFrameBytes={MaxFrameBytes}");

        return walk switch
        {
            JpegWalk.Complete => Lend(),
            JpegWalk.Damaged => Drop(_walker.Damage),
            _ => _completed ? Drop("the source ended inside the frame") : null,
        };
    }

    private MjpegReadResult Lend()
    {
        ReadOnlySequence<byte> jpeg = _rest.Slice(0, _walker.WalkedBytes);
        MjpegReadResult result = new(MjpegReadKind.Frame, jpeg, OffsetBytes, null);
        _inFrame = false;
        _rest = _rest.Slice(jpeg.End);
        FrameCount++;
        FrameBytes += jpeg.Length;
        return result;
    }

    private MjpegReadResult Drop(string? why)
    {
        long began = OffsetBytes;
        _inFrame = false;
        _rest = _rest.Slice(_walker.TrustedBytes);
        DamagedCount++;
        SkippedBytes += _walker.TrustedBytes;
        string damage = $"damaged JPEG: byte {began + _walker.WalkedBytes}, in the frame that began at byte {began}: {why}";
        return new MjpegReadResult(MjpegReadKind.Damaged, default, began, damage);
    }
}
