using System.Buffers.Binary;
using System.Text;

namespace Lace.Agents.Environments;

/// <summary>The messages between an environment's client and server, version 0. See docs/ENVIRONMENT-WIRE.md.</summary>
/// <remarks><code>
/// request, little-endian                       reply, little-endian
/// offset size field                            offset size field
///      0    4 Magic "LENV"                          0    4 Magic "LENV"
///      4    2 Version, 0                            4    2 Version, 0
///      6    1 Kind: 1 open 2 reset 3 step 4 close   6    1 Kind of the request
///      7    1 Flags: 1 a seed is given              7    1 Flags: 1 terminated, 2 truncated
///      8    8 Session, chosen by the client         8    8 Session of the request
///     16    8 Sequence, open 0, then rising        16    8 Sequence of the request
///     24    8 Argument: reset: seed;               24    4 Reward, F32
///             step: hash of the action space       28    4 Status: 0, or an EnvironmentError
///     32      step: the action's bytes             32      the observation's bytes; open: description; error: UTF-8 text
/// </code>
/// 32 bytes, so that what follows is aligned for any element. A description is four parts, each a U32 length and UTF-8 bytes: name,
/// version, observation space, action space.
/// </remarks>
internal static class EnvironmentWire
{
    internal const int HeaderBytes = 32;
    internal const ushort Version = 0;
    internal const byte SeedFlag = 1;
    internal const byte TerminatedFlag = 1;
    internal const byte TruncatedFlag = 2;
    internal const int MaxErrorBytes = 1024;

    // "LENV" as a little-endian word.
    private const uint Magic = 0x564e454c;

    internal static void WriteRequest(Span<byte> message, in CallHeader header)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(message, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], Version);
        message[6] = (byte)header.Kind;
        message[7] = header.Flags;
        BinaryPrimitives.WriteUInt64LittleEndian(message[8..], header.Session);
        BinaryPrimitives.WriteUInt64LittleEndian(message[16..], header.Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(message[24..], header.Argument);
    }

    /// <summary>Reads and checks the header of a request, or says what is wrong with it.</summary>
    internal static string? ReadRequest(ReadOnlySpan<byte> message, out CallHeader header, out EnvironmentError error)
    {
        header = default;
        error = EnvironmentError.Malformed;
        if (message.Length < HeaderBytes)
            return $"request too short: found {message.Length} bytes, expected at least {HeaderBytes}";

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(message);
        if (magic != Magic)
            return $"not a request to an environment: Magic=0x{magic:x8}, expected 0x{Magic:x8}";

        CallKind kind = (CallKind)message[6];
        header = new CallHeader(
            kind,
            message[7],
            BinaryPrimitives.ReadUInt64LittleEndian(message[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(message[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(message[24..]));

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
        if (version != Version)
        {
            error = EnvironmentError.WireVersion;
            return $"environment wire version differs: the client speaks {version}, the server {Version}; update the older side";
        }

        if (kind is < CallKind.Open or > CallKind.Close)
            return $"unknown kind of call: Kind={(byte)kind}, expected {(byte)CallKind.Open}..{(byte)CallKind.Close}";

        if (kind != CallKind.Step && message.Length != HeaderBytes)
            return $"{kind} with bytes after its header: found {message.Length} bytes, expected {HeaderBytes}";

        return null;
    }

    internal static void WriteReply(Span<byte> message, in CallHeader call, StepResult result, int status)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(message, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], Version);
        message[6] = (byte)call.Kind;
        message[7] = (byte)((result.Terminated ? TerminatedFlag : 0) | (result.Truncated ? TruncatedFlag : 0));
        BinaryPrimitives.WriteUInt64LittleEndian(message[8..], call.Session);
        BinaryPrimitives.WriteUInt64LittleEndian(message[16..], call.Sequence);
        BinaryPrimitives.WriteSingleLittleEndian(message[24..], result.Reward);
        BinaryPrimitives.WriteInt32LittleEndian(message[28..], status);
    }

    /// <summary>Writes an error of at most <see cref="MaxErrorBytes"/> bytes of text; returns the reply's length.</summary>
    internal static int WriteError(Span<byte> message, in CallHeader call, EnvironmentError error, string text)
    {
        WriteReply(message, call, default, (int)error);

        // Stops at a whole character when the room ends.
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, message.Slice(HeaderBytes, MaxErrorBytes), flush: true, out _, out int written, out _);
        return HeaderBytes + written;
    }

    /// <summary>The status of the reply to <paramref name="call"/>; a reply that is none is an error.</summary>
    internal static int ReadReply(ReadOnlySpan<byte> message, in CallHeader call, out StepResult result)
    {
        if (message.Length < HeaderBytes)
            throw BadReply("length", (ulong)message.Length, HeaderBytes);

        Expect("Magic", BinaryPrimitives.ReadUInt32LittleEndian(message), Magic);
        Expect("Version", BinaryPrimitives.ReadUInt16LittleEndian(message[4..]), Version);
        int status = BinaryPrimitives.ReadInt32LittleEndian(message[28..]);
        result = new StepResult(
            BinaryPrimitives.ReadSingleLittleEndian(message[24..]), (message[7] & TerminatedFlag) != 0, (message[7] & TruncatedFlag) != 0);

        // Whoever could not read the request cannot repeat its fields either.
        if (status is (int)EnvironmentError.Malformed or (int)EnvironmentError.WireVersion)
            return status;

        Expect("Kind", message[6], (byte)call.Kind);
        Expect("Session", BinaryPrimitives.ReadUInt64LittleEndian(message[8..]), call.Session);
        Expect("Sequence", BinaryPrimitives.ReadUInt64LittleEndian(message[16..]), call.Sequence);
        return status;
    }

    internal static EnvironmentException BadReply(string field, ulong found, ulong expected) =>
        new(EnvironmentError.OutcomeUnknown, $"not a reply to this call: {field}={found}, expected {expected}");

    private static void Expect(string field, ulong found, ulong expected)
    {
        if (found != expected)
            throw BadReply(field, found, expected);
    }
}
