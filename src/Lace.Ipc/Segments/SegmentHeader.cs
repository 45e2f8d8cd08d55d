using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Lace.Ipc.Liveness;
using Lace.Ipc.Memory;

namespace Lace.Ipc.Segments;

/// <summary>
/// The constant part of a segment's first page: written once before the file has a name, copied and checked by whoever opens it.
/// </summary>
internal sealed record SegmentHeader(
    SegmentSpec Spec, string TypeName, ulong LayoutHash, Guid CreationId, long CreatedUnixNs, int CreatorPid)
{
    internal static void Write(Region segment, SegmentSpec spec, SegmentOptions options)
    {
        Span<byte> page = segment.Span(0, SegmentLayout.HeaderBytes);
        byte[] typeName = Encoding.UTF8.GetBytes(options.TypeName ?? "bytes");
        if (typeName.Length is 0 or > SegmentLayout.TypeNameBytesMax)
            throw new ArgumentException(
                $"type name is not valid: TypeName=\"{options.TypeName}\", bytes={typeName.Length}, "
                + $"expected 1..{SegmentLayout.TypeNameBytesMax}",
                nameof(options));

        Put64(page, SegmentLayout.Magic, SegmentLayout.MagicValue);
        Put32(page, SegmentLayout.LayoutMajor, SegmentLayout.Major);
        Put32(page, SegmentLayout.LayoutMinor, SegmentLayout.Minor);
        Put32(page, SegmentLayout.Kind, (int)spec.Kind);
        Put32(page, SegmentLayout.Flags, spec.Flags);
        Put64(page, SegmentLayout.SegmentBytes, spec.SegmentBytes);
        HostIdentity.BootId().CopyTo(page[SegmentLayout.BootId..]);
        RandomNumberGenerator.Fill(page.Slice(SegmentLayout.CreationId, SegmentLayout.IdBytes));
        Put32(page, SegmentLayout.AttachmentCapacity, spec.AttachmentCapacity);
        Put32(page, SegmentLayout.AttachmentEntryBytes, AttachmentLayout.EntryBytes);
        Put64(page, SegmentLayout.BodyOffset, spec.BodyOffset);
        Put64(page, SegmentLayout.LayoutHash, (long)(options.LayoutHash ?? 0));
        Put64(page, SegmentLayout.CreatedUnixNs, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);
        Put32(page, SegmentLayout.CreatorPid, Environment.ProcessId);
        Put32(page, SegmentLayout.TypeNameBytes, typeName.Length);
        typeName.CopyTo(page[SegmentLayout.TypeName..]);
        for (int i = 0; i < spec.Parameters.Count; i++)
            Put64(page, SegmentLayout.Parameters + i * sizeof(long), spec.Parameters[i].Value);

        Put32(page, SegmentLayout.State, SegmentLayout.StateLive);
    }

    /// <summary>Copies and checks the header of a file of <paramref name="fileBytes"/> bytes.</summary>
    /// <param name="segment">The mapped file; at least the header page.</param>
    /// <param name="fileBytes">The file's real size.</param>
    /// <param name="readSpec">Chosen by kind; null for a kind that is not known.</param>
    /// <param name="name">For errors.</param>
    /// <exception cref="SegmentCorruptException">A field is out of range.</exception>
    /// <exception cref="SegmentMismatchException">Another layout version.</exception>
    internal static SegmentHeader Read(Region segment, long fileBytes, Func<SegmentKind, SpecReader?> readSpec, string name)
    {
        // A private copy: peers can change the page between two looks.
        byte[] page = segment.Span(0, SegmentLayout.HeaderBytes).ToArray();

        if (Get64(page, SegmentLayout.Magic) is var magic and not SegmentLayout.MagicValue)
            throw new SegmentCorruptException("Magic", $"0x{magic:x16}", $"0x{SegmentLayout.MagicValue:x16} (not a Lace segment)");

        int major = Get32(page, SegmentLayout.LayoutMajor), minor = Get32(page, SegmentLayout.LayoutMinor);
        if (major != SegmentLayout.Major || minor > SegmentLayout.Minor || minor < 0)
            throw new SegmentMismatchException(
                name, "layout version", $"{major}.{minor}", $"{SegmentLayout.Major}.0..{SegmentLayout.Major}.{SegmentLayout.Minor}");

        int flags = Get32(page, SegmentLayout.Flags);
        if ((flags & ~SegmentLayout.FlagsKnown) != 0)
            throw new SegmentCorruptException("Flags", flags, 0, SegmentLayout.FlagsKnown);

        CheckBoot(page, name);
        SegmentKind kind = (SegmentKind)Get32(page, SegmentLayout.Kind);
        SpecReader reader = readSpec(kind)
            ?? throw new SegmentCorruptException("Kind", (int)kind, (int)SegmentKind.Ring, (int)SegmentKind.Snapshot);

        Span<long> parameters = stackalloc long[SegmentLayout.ParameterCount];
        for (int i = 0; i < parameters.Length; i++)
            parameters[i] = Get64(page, SegmentLayout.Parameters + i * sizeof(long));

        SegmentSpec spec = reader(parameters, flags);
        Expect("AttachmentCapacity", Get32(page, SegmentLayout.AttachmentCapacity), spec.AttachmentCapacity);
        Expect("AttachmentEntryBytes", Get32(page, SegmentLayout.AttachmentEntryBytes), AttachmentLayout.EntryBytes);
        Expect("BodyOffset", Get64(page, SegmentLayout.BodyOffset), spec.BodyOffset);
        Expect("SegmentBytes", Get64(page, SegmentLayout.SegmentBytes), spec.SegmentBytes);
        Expect("file size", fileBytes, spec.SegmentBytes);

        int typeNameBytes = Get32(page, SegmentLayout.TypeNameBytes);
        if (typeNameBytes is <= 0 or > SegmentLayout.TypeNameBytesMax)
            throw new SegmentCorruptException("TypeNameBytes", typeNameBytes, 1, SegmentLayout.TypeNameBytesMax);

        return new SegmentHeader(
            spec,
            Encoding.UTF8.GetString(page, SegmentLayout.TypeName, typeNameBytes),
            (ulong)Get64(page, SegmentLayout.LayoutHash),
            new Guid(page.AsSpan(SegmentLayout.CreationId, SegmentLayout.IdBytes), bigEndian: true),
            Get64(page, SegmentLayout.CreatedUnixNs),
            Get32(page, SegmentLayout.CreatorPid));
    }

    /// <summary>Compares with what the caller asked for; parameters only where <paramref name="asked"/> is given.</summary>
    internal void RequireFit(string name, SegmentKind kind, SegmentOptions options, SegmentSpec? asked)
    {
        Fit(name, "kind", Spec.Kind.ToString(), kind.ToString());
        Fit(name, nameof(SegmentOptions.TypeName), TypeName, options.TypeName ?? TypeName);
        Fit(name, nameof(SegmentOptions.LayoutHash), $"0x{LayoutHash:x16}", $"0x{options.LayoutHash ?? LayoutHash:x16}");
        if (asked is null)
            return;

        for (int i = 0; i < asked.Parameters.Count; i++)
            Fit(name, asked.Parameters[i].Name, $"{Spec.Parameters[i].Value}", $"{asked.Parameters[i].Value}");

        Fit(name, "flags (1 persistent, 2 reliable)", $"{Spec.Flags}", $"{asked.Flags}");
    }

    private static void Fit(string name, string field, string found, string expected)
    {
        if (found != expected)
            throw new SegmentMismatchException(name, field, found, expected);
    }

    private static void CheckBoot(byte[] page, string name)
    {
        ReadOnlySpan<byte> found = page.AsSpan(SegmentLayout.BootId, SegmentLayout.IdBytes);
        byte[] expected = HostIdentity.BootId();
        if (!found.SequenceEqual(expected))
            throw new SegmentMismatchException(name, "boot id (left over from before the host was started)",
                Convert.ToHexStringLower(found), Convert.ToHexStringLower(expected));
    }

    private static void Expect(string field, long found, long expected)
    {
        if (found != expected)
            throw new SegmentCorruptException(field, found, expected, expected);
    }

    private static void Put32(Span<byte> page, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(page[offset..], value);

    private static void Put64(Span<byte> page, int offset, long value) => BinaryPrimitives.WriteInt64LittleEndian(page[offset..], value);

    private static int Get32(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadInt32LittleEndian(page[offset..]);

    private static long Get64(ReadOnlySpan<byte> page, int offset) => BinaryPrimitives.ReadInt64LittleEndian(page[offset..]);
}
