namespace Lace.Edge.Video;

/// <summary>Walks the markers, segments and picture data of one JPEG, in pieces of any size, to find where it ends.</summary>
/// <remarks>
/// <code>
/// FFD8   then segments: FF code length(2, big-endian, counts itself) payload     ...until FFDA (start of scan)
///        then picture data: FF00 is a byte FF, FFD0..FFD7 are restarts, FF FF.. is filling; any other code is a marker
///        then more segments and scans (progressive) until FFD9
/// </code>
/// A segment's payload is skipped by its length: an FFD9 in it (the thumbnail of an EXIF segment) ends nothing. The picture itself is not
/// decoded. A value type that holds the whole state; the source is ITU-T T.81, annex B.
/// </remarks>
internal struct JpegWalker
{
    private State _state;
    private bool _sawFrameHeader;
    private bool _sawScan;
    private byte _code;
    private int _length;
    private long _markerAt;

    private enum State : byte
    {
        Start,
        StartCode,
        Marker,
        MarkerCode,
        LengthHigh,
        LengthLow,
        Payload,
        Picture,
        PictureMarker,
    }

    /// <summary>Bytes walked so far; when complete, the size of the JPEG.</summary>
    public long WalkedBytes { get; private set; }

    /// <summary>
    /// Bytes that surely belong to this JPEG: after damage, another one may begin from here on. Within a segment that does not lead
    /// to a marker this is the segment's start, because its length may be the lie.
    /// </summary>
    public long TrustedBytes { get; private set; }

    /// <summary>Why the JPEG is damaged; null otherwise.</summary>
    public string? Damage { get; private set; }

    /// <summary>Walks on through the next bytes and stops after the last byte of the JPEG or at damage.</summary>
    public JpegWalk Walk(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int step = _state switch
            {
                State.Payload => Math.Min(_length, bytes.Length - at),
                State.Picture => PictureRun(bytes[at..]),
                _ => 1,
            };
            JpegWalk walk = Take(bytes[at], step);
            at += step;
            if (walk != JpegWalk.NeedsMore)
                return walk;
        }

        return JpegWalk.NeedsMore;
    }

    // Up to the next FF, or that FF alone: nothing else matters in picture data.
    private static int PictureRun(ReadOnlySpan<byte> bytes)
    {
        int marker = bytes.IndexOf((byte)0xFF);
        return marker < 0 ? bytes.Length : marker == 0 ? 1 : marker;
    }

    private JpegWalk Take(byte first, int count)
    {
        long at = WalkedBytes;
        WalkedBytes += count;
        switch (_state)
        {
            case State.Start:
                return first == 0xFF ? Go(State.StartCode) : Fail("no start of image");
            case State.StartCode:
                TrustedBytes = 2;
                return first == 0xD8 ? Go(State.Marker) : Fail("no start of image");
            case State.Marker:
                _markerAt = at;
                return first == 0xFF ? Go(State.MarkerCode) : Fail($"found 0x{first:X2} after marker 0xFF{_code:X2}, expected a marker");
            case State.MarkerCode:
                return first == 0xFF ? JpegWalk.NeedsMore : TakeMarker(first);
            case State.LengthHigh:
                _length = first << 8;
                return Go(State.LengthLow);
            case State.LengthLow:
                _length |= first;
                return TakeLength();
            case State.Payload:
                _length -= count;
                return _length > 0 ? JpegWalk.NeedsMore : Go(AfterPayload());
            case State.Picture:
                TrustedBytes = at;
                _markerAt = at;
                return first == 0xFF ? Go(State.PictureMarker) : JpegWalk.NeedsMore;
            default:
                return TakePictureMarker(first);
        }
    }

    private JpegWalk TakePictureMarker(byte code) => code switch
    {
        0x00 or (>= 0xD0 and <= 0xD7) => Go(State.Picture),
        0xFF => JpegWalk.NeedsMore,
        _ => TakeMarker(code),
    };

    private JpegWalk TakeMarker(byte code)
    {
        switch (code)
        {
            case 0xD8:
                TrustedBytes = _markerAt;
                return Fail("the next image starts before this one has ended");
            case 0xD9:
                TrustedBytes = _markerAt;
                return _sawScan ? JpegWalk.Complete : Fail("end of image without a picture");
            case 0xDA:
                if (!_sawFrameHeader)
                    return Fail("start of scan (0xFFDA) without a frame header");
                _sawScan = true;
                break;
            case 0xC4 or 0xCC or (>= 0xDB and <= 0xEF) or 0xFE:
                break;
            case >= 0xC0 and <= 0xCF and not 0xC8:
                if (_sawFrameHeader)
                    return Fail($"second frame header (0xFF{code:X2})");
                _sawFrameHeader = true;
                break;
            default:
                return Fail($"no such marker: 0xFF{code:X2}");
        }

        // A marker where one was due: what came before it is settled.
        TrustedBytes = _markerAt;
        _code = code;
        return Go(State.LengthHigh);
    }

    private JpegWalk TakeLength()
    {
        // The shortest scan header has one component, and so has the shortest frame header.
        int least = _code == 0xDA ? 8 : IsFrameHeader(_code) ? 11 : 2;
        if (_length < least)
            return Fail($"segment too short: marker=0xFF{_code:X2}, length={_length}, expected at least {least}");

        _length -= 2;
        return Go(_length > 0 ? State.Payload : AfterPayload());
    }

    private readonly State AfterPayload() => _code == 0xDA ? State.Picture : State.Marker;

    private static bool IsFrameHeader(byte code) => code is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private JpegWalk Go(State next)
    {
        _state = next;
        return JpegWalk.NeedsMore;
    }

    private JpegWalk Fail(string damage)
    {
        Damage = damage;
        return JpegWalk.Damaged;
    }
}
