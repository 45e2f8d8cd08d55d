using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Lace.Data.Json;

namespace Lace.Data.Safetensors;

/// <summary>The strict parser of a header that was not recognised by its bytes.</summary>
/// <remarks>
/// What it allocates is bounded by the bytes that are really there: lists grow with entries read, nothing is sized by a number that a
/// header states.
/// </remarks>
internal static class HeaderParser
{
    private const int LengthFieldBytes = 8;
    private const int MinHeaderBytes = 2;

    // Root object, tensor object, array of lengths.
    private const int MaxDepth = 3;

    private readonly record struct Entry(TensorSpec Spec, long Begin, long End);

    internal static LayoutPlan Parse(ReadOnlySpan<byte> message)
    {
        int headerBytes = HeaderBytes(message);
        ReadOnlySpan<byte> text = message.Slice(LengthFieldBytes, headerBytes);
        if (text[0] != '{')
            throw new TensorFormatException("header[0]", $"byte 0x{text[0]:x2}", "{");

        if (!Utf8.IsValid(text))
            throw new TensorFormatException("header", "bytes that are not UTF-8", "UTF-8 text");

        List<Entry> entries = [];
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        try
        {
            Utf8JsonReader json = new(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            json.Read();
            ReadRoot(ref json, entries, metadata);

            // Throws on anything but white space after the object.
            json.Read();
        }
        catch (JsonException e)
        {
            throw new TensorFormatException("header", e.Message, $"one JSON object nested at most {MaxDepth} deep", e);
        }

        return Place(message, LengthFieldBytes + headerBytes, entries, metadata);
    }

    private static int HeaderBytes(ReadOnlySpan<byte> message)
    {
        if (message.Length < LengthFieldBytes + MinHeaderBytes)
            throw new TensorFormatException("message length", $"{message.Length} bytes", $"at least {LengthFieldBytes + MinHeaderBytes}");

        ulong stated = BinaryPrimitives.ReadUInt64LittleEndian(message);
        int max = Math.Min(message.Length - LengthFieldBytes, SafetensorsReader.MaxHeaderBytes);
        if (stated < MinHeaderBytes || stated > (ulong)max)
            throw new TensorFormatException("header length", $"{stated}", $"{MinHeaderBytes}..{max} of {message.Length} bytes in all");

        return (int)stated;
    }

    private static void ReadRoot(ref Utf8JsonReader json, List<Entry> entries, Dictionary<string, string> metadata)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = JsonInput.Text(ref json, "name");
            if (!names.Add(name))
                throw new TensorFormatException("name", name, "every name once");

            JsonInput.ReadExpecting(ref json, JsonTokenType.StartObject, name, "an object");
            if (name == TensorSpec.MetadataName)
                ReadMetadata(ref json, metadata);
            else
                entries.Add(ReadTensor(ref json, name));
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = JsonInput.Text(ref json, TensorSpec.MetadataName);
            string field = $"{TensorSpec.MetadataName}.{key}";
            JsonInput.ReadExpecting(ref json, JsonTokenType.String, field, "a string");
            if (!metadata.TryAdd(key, JsonInput.Text(ref json, field)))
                throw new TensorFormatException(field, "the key again", "every key once");
        }
    }

    private static Entry ReadTensor(ref Utf8JsonReader json, string name)
    {
        if (name.Length == 0)
            throw new TensorFormatException("name", "an empty string", "a name");

        DType? dtype = null;
        List<int>? shape = null;
        (long Begin, long End)? offsets = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = JsonInput.Text(ref json, name);
            string field = $"{name}.{key}";
            json.Read();
            bool again = key switch
            {
                "dtype" => dtype is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => throw new TensorFormatException(field, "an unknown field", "dtype, shape or data_offsets"),
            };
            if (again)
                throw new TensorFormatException(field, "the field again", "every field once");

            if (key == "dtype")
                dtype = ReadDType(ref json, field);
            else if (key == "shape")
                shape = JsonInput.Shape(ref json, field);
            else
                offsets = ReadOffsets(ref json, field);
        }

        return new Entry(
            Spec(name, dtype ?? throw Missing(name, "dtype"), shape ?? throw Missing(name, "shape")),
            offsets?.Begin ?? throw Missing(name, "data_offsets"),
            offsets.Value.End);
    }

    private static DType ReadDType(ref Utf8JsonReader json, string field)
    {
        string found = JsonInput.Text(ref json, field);
        return DTypes.TryParse(found, out DType dtype) ? dtype : throw new TensorFormatException(field, found, DTypes.AllNames);
    }

    private static (long Begin, long End) ReadOffsets(ref Utf8JsonReader json, string field)
    {
        JsonInput.Expect(ref json, JsonTokenType.StartArray, field, "an array [begin, end]");
        json.Read();
        long begin = JsonInput.Count(ref json, field, long.MaxValue);
        json.Read();
        long end = JsonInput.Count(ref json, field, long.MaxValue);
        JsonInput.ReadExpecting(ref json, JsonTokenType.EndArray, field, "two numbers");
        return (begin, end);
    }

    private static TensorSpec Spec(string name, DType dtype, List<int> shape)
    {
        int[] lengths = [.. shape];
        if (!Shapes.TrySizeBytes(lengths, dtype, out _))
            throw new TensorFormatException($"{name}.shape", Shapes.Format(lengths), "at most 2 GiB in all");

        return new TensorSpec(name, dtype, lengths);
    }

    private static LayoutPlan Place(ReadOnlySpan<byte> message, int dataStart, List<Entry> entries, Dictionary<string, string> metadata)
    {
        entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        int dataBytes = message.Length - dataStart;
        TensorSpec[] specs = new TensorSpec[entries.Count];
        int[] offsets = new int[entries.Count];
        long end = 0;
        for (int i = 0; i < specs.Length; i++)
        {
            Check(entries[i], end, dataStart, dataBytes);
            specs[i] = entries[i].Spec;
            offsets[i] = dataStart + (int)entries[i].Begin;
            end = entries[i].End;
        }

        if (end != dataBytes)
            throw new TensorFormatException("message length", $"{message.Length} bytes", $"{dataStart + end}, where the last tensor ends");

        return new LayoutPlan(
            message[..dataStart].ToArray(), specs, offsets, message.Length, metadata.AsReadOnly());
    }

    private static void Check(Entry entry, long previousEnd, int dataStart, int dataBytes)
    {
        if (entry.End > dataBytes || entry.Begin > entry.End)
            throw BadOffsets(entry, $"begin at most end, end at most {dataBytes}");

        if (entry.End - entry.Begin != entry.Spec.SizeBytes)
            throw BadOffsets(entry, $"{entry.Spec.SizeBytes} bytes, as {entry.Spec} has");

        if (entry.Begin != previousEnd)
            throw BadOffsets(entry, $"begin {previousEnd}: no hole and no overlap");

        int elementBytes = entry.Spec.DType.SizeBytes();
        if (entry.Spec.SizeBytes != 0 && (dataStart + entry.Begin) % elementBytes != 0)
            throw BadOffsets(entry, $"a begin that makes {dataStart} + begin a multiple of {elementBytes}, as elements need");
    }

    private static TensorFormatException BadOffsets(Entry entry, string expected) =>
        new($"{entry.Spec.Name}.data_offsets", $"[{entry.Begin}, {entry.End}]", expected);

    private static TensorFormatException Missing(string name, string field) => new($"{name}.{field}", "nothing", "the field");
}
