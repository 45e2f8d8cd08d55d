using Lace.Data.Safetensors;

namespace Lace.Data;

/// <summary>Reads messages of any layout, strictly. Remembers the last layout, so that a steady sender is parsed once.</summary>
/// <remarks>
/// <para>
/// What is refused, with a <see cref="TensorFormatException"/>: a length field that does not fit the message or exceeds
/// <see cref="MaxHeaderBytes"/>, bytes that are not UTF-8 or not one JSON object, nesting, a name twice, a missing or unknown field, an
/// unknown element type, a length that is negative or overflows, offsets out of range, overlapping, leaving a hole or not ending with
/// the message, bytes that are not shape times element size, elements that are not aligned within the message.
/// </para>
/// <para>Threads: one at a time; <see cref="Parse"/> may be called from any.</para>
/// <para>Cost: a known header is compared, not parsed, without allocation. Parsing allocates in proportion to the header, never to what
/// the header claims.</para>
/// </remarks>
public sealed class SafetensorsReader
{
    /// <summary>Longest header accepted: 4 MiB, room for more than 30,000 tensors.</summary>
    public const int MaxHeaderBytes = 4 * 1024 * 1024;

    private TensorLayout? _last;

    /// <summary>Makes a reader.</summary>
    /// <param name="expected">The layout that most messages will have, so that not even the first is parsed.</param>
    public SafetensorsReader(TensorLayout? expected = null) => _last = expected;

    /// <summary>How many headers had to be parsed: stands still while the layout stays the same.</summary>
    public long ParsedCount { get; private set; }

    /// <summary>The layout of <paramref name="message"/>, checked: its tensors can be viewed in the message.</summary>
    /// <param name="message">A whole message, nothing before or after it.</param>
    /// <exception cref="TensorFormatException">The message is malformed. The reader goes on with the next one.</exception>
    public TensorLayout Read(ReadOnlySpan<byte> message)
    {
        if (_last is not null && _last.Matches(message))
            return _last;

        ParsedCount++;
        return _last = Parse(message);
    }

    /// <summary>Parses the header of <paramref name="message"/>. Tensors are numbered in the order of their bytes.</summary>
    /// <inheritdoc cref="Read"/>
    public static TensorLayout Parse(ReadOnlySpan<byte> message) => new(HeaderParser.Parse(message));
}
