namespace Lace.Data;

/// <summary>A message of tensors, or the description of a space, is not what the format allows. Drop the message, nothing else.</summary>
public sealed class TensorFormatException : FormatException
{
    private const int MaxTextChars = 96;

    /// <summary>Says which field is wrong, what it holds and what it may hold.</summary>
    /// <param name="field">Where in the message, such as <c>obs.data_offsets</c>. Clipped to 96 characters, like the others.</param>
    /// <param name="found">What stands there, as text; it may come from a stranger.</param>
    /// <param name="expected">What would have been right.</param>
    /// <param name="inner">The error of a parser underneath, if there was one.</param>
    public TensorFormatException(string field, string found, string expected, Exception? inner = null)
        : base($"malformed tensor message: {Printable(field)}={Printable(found)}, expected {Printable(expected)}", inner)
    {
        Field = Printable(field);
        Found = Printable(found);
        Expected = Printable(expected);
    }

    /// <summary>Where in the message.</summary>
    public string Field { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What would have been right.</summary>
    public string Expected { get; }

    // Names come from the wire and end in logs: no control characters, no megabytes.
    private static string Printable(string text)
    {
        string clipped = text.Length > MaxTextChars ? string.Concat(text.AsSpan(0, MaxTextChars), "...") : text;
        return string.Create(clipped.Length, clipped, static (chars, source) =>
        {
            for (int i = 0; i < chars.Length; i++)
                chars[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
        });
    }
}
