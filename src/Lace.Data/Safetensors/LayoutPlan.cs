using System.Buffers;
using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lace.Data.Safetensors;

/// <summary>Everything a layout is made of: computed from specs here, or found in a header by <see cref="HeaderParser"/>.</summary>
internal sealed record LayoutPlan(
    byte[] Header,
    TensorSpec[] Specs,
    int[] OffsetsBytes,
    int SizeBytes,
    ReadOnlyDictionary<string, string> Metadata)
{
    private const int LengthFieldBytes = 8;
    private const int DataAlignment = 64;

    // Names stay readable for people who look at a message; escaping < or + would gain nothing, since no browser reads it.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static LayoutPlan Of(ReadOnlySpan<TensorSpec> specs, IReadOnlyDictionary<string, string>? metadata)
    {
        TensorSpec[] given = specs.ToArray();
        int[] order = PlacementOrder(given);
        CheckNames(given);
        ReadOnlyDictionary<string, string> strings = metadata is null
            ? ReadOnlyDictionary<string, string>.Empty
            : new Dictionary<string, string>(metadata, StringComparer.Ordinal).AsReadOnly();

        int[] offsets = new int[given.Length];
        long dataBytes = 0;
        foreach (int index in order)
        {
            // A sum past int.MaxValue throws below, so a wrapped offset is never used.
            offsets[index] = (int)dataBytes;
            dataBytes += given[index].SizeBytes;
        }

        if (dataBytes > int.MaxValue)
            throw TooBig(dataBytes);

        byte[] header = WriteHeader(given, order, offsets, strings);
        long sizeBytes = header.Length + dataBytes;
        if (sizeBytes > int.MaxValue)
            throw TooBig(sizeBytes);

        for (int i = 0; i < offsets.Length; i++)
            offsets[i] += header.Length;

        return new LayoutPlan(header, given, offsets, (int)sizeBytes, strings);
    }

    // Descending element size keeps every tensor aligned without a hole between two.
    private static int[] PlacementOrder(TensorSpec[] specs)
    {
        int[] order = new int[specs.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(specs[i]);
            order[i] = i;
        }

        Array.Sort(order, (a, b) =>
        {
            int bySize = specs[b].DType.SizeBytes().CompareTo(specs[a].DType.SizeBytes());
            return bySize != 0 ? bySize : specs[a].Utf8Name.AsSpan().SequenceCompareTo(specs[b].Utf8Name);
        });
        return order;
    }

    private static void CheckNames(TensorSpec[] specs)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (TensorSpec spec in specs)
        {
            if (!names.Add(spec.Name))
                throw new ArgumentException($"two tensors of one name: name={spec.Name}, expected every name once");
        }
    }

    private static byte[] WriteHeader(TensorSpec[] specs, int[] order, int[] offsets, ReadOnlyDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, s_options);
        json.WriteStartObject();
        if (metadata.Count != 0)
            WriteMetadata(json, metadata);

        foreach (int index in order)
        {
            TensorSpec spec = specs[index];
            json.WriteStartObject(spec.Name);
            json.WriteString("dtype"u8, spec.DType.WireName());
            json.WriteStartArray("shape"u8);
            foreach (int length in spec.Shape)
                json.WriteNumberValue(length);

            json.WriteEndArray();
            json.WriteStartArray("data_offsets"u8);
            json.WriteNumberValue(offsets[index]);
            json.WriteNumberValue((long)offsets[index] + spec.SizeBytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();

        int unpadded = LengthFieldBytes + buffer.WrittenCount;
        byte[] header = new byte[(unpadded + DataAlignment - 1) / DataAlignment * DataAlignment];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - LengthFieldBytes));
        buffer.WrittenSpan.CopyTo(header.AsSpan(LengthFieldBytes));
        header.AsSpan(unpadded).Fill((byte)' ');
        if (header.Length - LengthFieldBytes > SafetensorsReader.MaxHeaderBytes)
        {
            throw new ArgumentException(
                $"too many or too long names: header={header.Length} bytes, expected at most {SafetensorsReader.MaxHeaderBytes}");
        }

        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, ReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(TensorSpec.MetadataName);

        // Sorted, so that equal dictionaries give equal header bytes.
        foreach (KeyValuePair<string, string> pair in metadata.OrderBy(p => p.Key, StringComparer.Ordinal))
            json.WriteString(StrictUtf8.Encode(pair.Key, "a key of metadata"), StrictUtf8.Encode(pair.Value, $"metadata {pair.Key}"));

        json.WriteEndObject();
    }

    private static ArgumentException TooBig(long sizeBytes) =>
        new($"message too big: sizeBytes={sizeBytes}, expected at most {int.MaxValue}; split it into several");
}
