namespace Lace.Ipc.Segments;

/// <summary>Where the words of a segment's header and attachment table are. Normative text: docs/LAYOUT.md.</summary>
/// <remarks>
/// Little-endian, every field naturally aligned. The header page is written before the file has a name and constant after,
/// except the two words at 512.
/// <code>
/// offset size  field                unit        written by
///      0    8  Magic                -           creator
///      8    4  LayoutMajor          -           creator
///     12    4  LayoutMinor          -           creator
///     16    4  Kind                 -           creator
///     20    4  Flags                bits        creator
///     24    8  SegmentBytes         bytes       creator
///     32   16  BootId               -           creator
///     48   16  CreationId           -           creator
///     64    4  AttachmentCapacity   entries     creator
///     68    4  AttachmentEntryBytes bytes       creator
///     72    8  BodyOffset           bytes       creator
///     80    8  LayoutHash           -           creator
///     88    8  CreatedUnixNs        ns          creator
///     96    4  CreatorPid           -           creator
///    100    4  TypeNameBytes        bytes       creator
///    128  128  TypeName             UTF-8       creator
///    256   64  Parameters           8 x int64   creator
///    512    4  State                -           who unlinks, under the gate
///    516    4  PeerEpoch            changes     whoever attaches, detaches or reaps
///   4096       attachment table
/// </code>
/// </remarks>
internal static class SegmentLayout
{
    internal const long MagicValue = 0x3047_4553_4543_414C; // "LACESEG0", the first byte lowest
    internal const int Major = 0;
    internal const int Minor = 1;
    internal const int HeaderBytes = 4096;
    internal const int PageBytes = 4096;

    /// <summary>
    /// x86 prefetches 64-byte lines in pairs and some arm64 lines are 128: words of different writers stand this far apart.
    /// </summary>
    internal const int LineBytes = 128;

    internal const int Magic = 0;
    internal const int LayoutMajor = 8;
    internal const int LayoutMinor = 12;
    internal const int Kind = 16;
    internal const int Flags = 20;
    internal const int SegmentBytes = 24;
    internal const int BootId = 32;
    internal const int CreationId = 48;
    internal const int IdBytes = 16;
    internal const int AttachmentCapacity = 64;
    internal const int AttachmentEntryBytes = 68;
    internal const int BodyOffset = 72;
    internal const int LayoutHash = 80;
    internal const int CreatedUnixNs = 88;
    internal const int CreatorPid = 96;
    internal const int TypeNameBytes = 100;
    internal const int TypeName = 128;
    internal const int TypeNameBytesMax = 128;
    internal const int Parameters = 256;
    internal const int ParameterCount = 8;
    internal const int State = 512;
    internal const int PeerEpoch = 516;

    internal const int FlagPersistent = 1;
    internal const int FlagReliable = 2;
    internal const int FlagsKnown = FlagPersistent | FlagReliable;

    internal const int StateLive = 1;
    internal const int StateRetired = 2;

    /// <summary>The most publishers of a ring, and one subscriber.</summary>
    internal const int AttachmentsMax = 257;

    internal static long AlignUp(long value, long alignment) => (value + alignment - 1) / alignment * alignment;

    internal static long BodyOffsetFor(int attachmentCapacity) =>
        AlignUp(HeaderBytes + (long)attachmentCapacity * AttachmentLayout.EntryBytes, PageBytes);
}
