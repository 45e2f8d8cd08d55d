using System.Text;
using System.Text.Json;

namespace Lace.Data.Json;

/// <summary>Steps through JSON from a stranger; what is not as expected is an error that names field, found and expected.</summary>
internal static class JsonInput
{
    internal static void Expect(ref Utf8JsonReader json, JsonTokenType type, string field, string expected)
    {
        if (json.TokenType != type)
            throw new TensorFormatException(field, Found(ref json), expected);
    }

    internal static void ReadExpecting(ref Utf8JsonReader json, JsonTokenType type, string field, string expected)
    {
        json.Read();
        Expect(ref json, type, field, expected);
    }

    /// <summary>The current string or property name.</summary>
    internal static string Text(ref Utf8JsonReader json, string field)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw new TensorFormatException(field, Found(ref json), "a string");

        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new TensorFormatException(field, Found(ref json), "a string of valid Unicode", e);
        }
    }

    /// <summary>The current whole number, at least 0.</summary>
    internal static long Count(ref Utf8JsonReader json, string field, long max)
    {
        if (json.TokenType != JsonTokenType.Number || json.ValueSpan[0] == '-' || !json.TryGetInt64(out long value) || value > max)
            throw new TensorFormatException(field, Found(ref json), $"a whole number 0..{max}");

        return value;
    }

    /// <summary>The current whole number, of either sign.</summary>
    internal static long Int64(ref Utf8JsonReader json, string field)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long value))
            throw new TensorFormatException(field, Found(ref json), "a whole number of 64 bits");

        return value;
    }

    /// <summary>The current array, as lengths of axes.</summary>
    internal static List<int> Shape(ref Utf8JsonReader json, string field)
    {
        Expect(ref json, JsonTokenType.StartArray, field, "an array of lengths");
        List<int> shape = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (shape.Count == Shapes.MaxRank)
                throw new TensorFormatException(field, "more axes", $"at most {Shapes.MaxRank}");

            shape.Add((int)Count(ref json, field, int.MaxValue));
        }

        return shape;
    }

    internal static string Found(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.None => "nothing",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.EndObject => "end of object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndArray => "end of array",
        _ => Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, 256)]),
    };
}
