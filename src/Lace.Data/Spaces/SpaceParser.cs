using System.Text.Json;
using System.Text.Unicode;
using Lace.Data.Json;

namespace Lace.Data.Spaces;

/// <summary>Reads a space that a stranger described: every field once, nothing unknown, lists no longer than the text.</summary>
internal static class SpaceParser
{
    // The space, an array of bounds.
    private const int MaxDepth = 2;

    /// <summary>What the fields held; a field that was absent is null.</summary>
    private struct Fields
    {
        internal string? Kind;
        internal string? DType;
        internal List<int>? Shape;
        internal List<double>? Low;
        internal List<double>? High;
        internal bool LowIsOne;
        internal bool HighIsOne;
        internal long? N;
        internal long? Start;
    }

    internal static Space Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw new TensorFormatException("space", "bytes that are not UTF-8", "UTF-8 text");

        try
        {
            Utf8JsonReader json = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            JsonInput.ReadExpecting(ref json, JsonTokenType.StartObject, "space", "an object");
            Space space = Build(ReadFields(ref json));

            // Throws on anything but white space after the object.
            json.Read();
            return space;
        }
        catch (JsonException e)
        {
            throw new TensorFormatException("space", e.Message, $"one JSON object nested at most {MaxDepth} deep", e);
        }
        catch (ArgumentException e)
        {
            throw new TensorFormatException("space", e.Message, "a space that can be", e);
        }
    }

    private static Fields ReadFields(ref Utf8JsonReader json)
    {
        Fields fields = default;
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string field = JsonInput.Text(ref json, "field");
            if (!seen.Add(field))
                throw new TensorFormatException(field, "the field again", "every field once");

            json.Read();
            ReadField(ref json, field, ref fields);
        }

        return fields;
    }

    private static void ReadField(ref Utf8JsonReader json, string field, ref Fields fields)
    {
        switch (field)
        {
            case "space":
                fields.Kind = JsonInput.Text(ref json, field);
                break;
            case "dtype":
                fields.DType = JsonInput.Text(ref json, field);
                break;
            case "shape":
                fields.Shape = JsonInput.Shape(ref json, field);
                break;
            case "low":
                fields.Low = ReadBounds(ref json, field, out fields.LowIsOne);
                break;
            case "high":
                fields.High = ReadBounds(ref json, field, out fields.HighIsOne);
                break;
            case "n":
                fields.N = JsonInput.Count(ref json, field, long.MaxValue);
                break;
            case "start":
                fields.Start = JsonInput.Int64(ref json, field);
                break;
            default:
                throw new TensorFormatException(field, "an unknown field", "space, dtype, shape, low, high, n or start");
        }
    }

    private static List<double> ReadBounds(ref Utf8JsonReader json, string field, out bool isOne)
    {
        isOne = json.TokenType != JsonTokenType.StartArray;
        if (isOne)
            return [ReadBound(ref json, field)];

        List<double> bounds = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            bounds.Add(ReadBound(ref json, field));

        return bounds;
    }

    private static double ReadBound(ref Utf8JsonReader json, string field)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out double number) && double.IsFinite(number))
            return number;

        string text = JsonInput.Found(ref json);
        return json.TokenType != JsonTokenType.String ? throw NoBound(field, text)
            : text == "inf" ? double.PositiveInfinity
            : text == "-inf" ? double.NegativeInfinity
            : throw NoBound(field, text);
    }

    private static Space Build(in Fields fields)
    {
        switch (fields.Kind)
        {
            case "discrete":
                Refuse(fields.DType ?? (object?)fields.Shape ?? fields.Low ?? fields.High, "dtype, shape, low or high", "discrete");
                return new DiscreteSpace(fields.N ?? throw Missing("n"), fields.Start ?? throw Missing("start"));
            case "box":
                Refuse(fields.N ?? fields.Start, "n or start", "box");
                return BuildBox(fields);
            case null:
                throw Missing("space");
            default:
                throw new TensorFormatException("space", fields.Kind, "box or discrete");
        }
    }

    private static BoxSpace BuildBox(in Fields fields)
    {
        string name = fields.DType ?? throw Missing("dtype");
        if (!DTypes.TryParse(name, out DType dtype))
            throw new TensorFormatException("dtype", name, DTypes.AllNames);

        int[] shape = [.. fields.Shape ?? throw Missing("shape")];
        double[] low = [.. fields.Low ?? throw Missing("low")];
        double[] high = [.. fields.High ?? throw Missing("high")];
        if (fields.LowIsOne != fields.HighIsOne)
            throw new TensorFormatException("low and high", "a number and an array", "two numbers or two arrays");

        return new BoxSpace(low, high, dtype, shape, fields.LowIsOne);
    }

    private static void Refuse(object? value, string field, string kind)
    {
        if (value is not null)
            throw new TensorFormatException(field, "a field of another kind of space", $"the fields of a {kind} space only");
    }

    private static TensorFormatException NoBound(string field, string found) => new(field, found, "a number, \"inf\" or \"-inf\"");

    private static TensorFormatException Missing(string field) => new(field, "nothing", "the field");
}
