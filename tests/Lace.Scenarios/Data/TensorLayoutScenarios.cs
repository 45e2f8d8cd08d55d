using System.Text;
using Lace.Data;
using Lace.Ipc;

namespace Lace.Scenarios.Data;

/// <summary>Messages that Lace writes are what the format says, and cost nothing to recognise.</summary>
public static class TensorLayoutScenarios
{
    private static readonly TensorSpec[] s_specs =
    [
        new("image", DType.U8, 2, 3, 3),
        new("reward", DType.F32),
        new("obs", DType.F32, 4),
        new("step", DType.I64),
    ];

    /// <summary>Literals on purpose: a layout that changes its bytes breaks every reader that compares them.</summary>
    public static void The_bytes_of_a_header_are_exactly_these()
    {
        TensorLayout layout = new(s_specs);

        string header = Encoding.UTF8.GetString(layout.Header[8..]);
        Check.Equal(
            """{"step":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"obs":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}"""
            + ""","reward":{"dtype":"F32","shape":[],"data_offsets":[24,28]}"""
            + ""","image":{"dtype":"U8","shape":[2,3,3],"data_offsets":[28,46]}}""",
            header.TrimEnd(' '));
        Check.Equal(248L, BitConverter.ToInt64(layout.Header));
        Check.Equal(256, layout.HeaderSizeBytes);
        Check.Equal(302, layout.SizeBytes);
    }

    /// <summary>Every tensor stands aligned, without holes, after a header of whole 64-byte lines.</summary>
    public static void Data_starts_at_a_multiple_of_64_and_leaves_no_hole()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int run = 0; run < 300; run++)
        {
            TensorLayout layout = new(RandomTensors.Specs(random));
            Check.Equal(0, layout.HeaderSizeBytes % 64, $"seed={seed}, run={run}");
            Check.Equal(layout.HeaderSizeBytes + layout.Specs.ToArray().Sum(s => s.SizeBytes), layout.SizeBytes, $"seed={seed}, run={run}");
            for (int i = 0; i < layout.Specs.Length; i++)
                Check.Equal(0, layout.OffsetBytes(i) % layout.Specs[i].DType.SizeBytes(), $"seed={seed}, run={run}, {layout.Specs[i]}");
        }
    }

    /// <summary>What one side writes into a tensor, the other finds there.</summary>
    public static void Typed_spans_write_and_read_the_same_elements()
    {
        TensorLayout layout = new(s_specs);
        byte[] message = new byte[layout.SizeBytes];
        layout.WriteHeader(message);
        layout.Tensor<float>(message.AsSpan(), layout.IndexOf("obs")).Fill(1.5f);
        layout.Tensor<long>(message.AsSpan(), layout.IndexOf("step"))[0] = 7;

        TensorLayout read = SafetensorsReader.Parse(message);
        Check.SequenceEqual([1.5f, 1.5f, 1.5f, 1.5f], read.Tensor<float>((ReadOnlySpan<byte>)message, read.IndexOf("obs")));
        Check.Equal(7L, read.Tensor<long>((ReadOnlySpan<byte>)message, read.IndexOf("step"))[0]);
        Check.Equal(0f, read.Tensor<float>((ReadOnlySpan<byte>)message, read.IndexOf("reward"))[0]);
    }

    /// <summary>Order of description does not matter to the bytes.</summary>
    public static void Equal_sets_of_tensors_have_equal_headers_in_any_order()
    {
        TensorLayout layout = new(s_specs);
        TensorLayout reversed = new(s_specs.AsEnumerable().Reverse(), new Dictionary<string, string>());

        Check.SequenceEqual(layout.Header, reversed.Header);
        Check.Equal(layout.Hash, reversed.Hash);
        Check.Equal(layout.OffsetBytes(layout.IndexOf("obs")), reversed.OffsetBytes(reversed.IndexOf("obs")));
    }

    /// <summary>A header differs when anything of it does, and so does its hash.</summary>
    public static void A_message_of_another_layout_does_not_match()
    {
        TensorLayout layout = new(s_specs);
        byte[] message = new byte[layout.SizeBytes];
        layout.WriteHeader(message);
        Check.True(layout.Matches(message));
        Check.False(layout.Matches(message.AsSpan(..^1)), "shorter");
        Check.False(layout.Matches([.. message, 0]), "longer");

        TensorLayout renamed = new([.. s_specs.Skip(1), new TensorSpec("imagf", DType.U8, 2, 3, 3)], null);
        Check.False(renamed.Matches(message), "another name");
        Check.NotEqual(layout.Hash, renamed.Hash);
    }

    /// <summary>The second message of a layout costs a comparison.</summary>
    public static void A_reader_parses_a_steady_layout_once()
    {
        TensorLayout layout = new(s_specs);
        byte[] message = new byte[layout.SizeBytes];
        layout.WriteHeader(message);
        SafetensorsReader reader = new();
        for (int i = 0; i < 10; i++)
            reader.Read(message);

        Check.Equal(1L, reader.ParsedCount);

        SafetensorsReader expecting = new(layout);
        Check.True(ReferenceEquals(layout, expecting.Read(message)));
        Check.Equal(0L, expecting.ParsedCount);
    }

    /// <summary>Writing and reading are free of allocation once the layout is there.</summary>
    public static void Writing_and_reading_a_known_layout_allocates_nothing()
    {
        TensorLayout layout = new(s_specs);
        SafetensorsReader reader = new(layout);
        byte[] message = new byte[layout.SizeBytes];
        float sum = WriteAndRead(layout, reader, message, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        sum += WriteAndRead(layout, reader, message, 10_000);
        Check.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Check.True(sum > 0);
    }

    /// <summary>A span of the wrong type would read nonsense.</summary>
    public static void Asking_for_another_type_names_the_tensor()
    {
        TensorLayout layout = new(s_specs);
        byte[] message = new byte[layout.SizeBytes];
        ArgumentException error = Check.Throws<ArgumentException>(() => layout.Tensor<int>(message.AsSpan(), 2));
        Check.Contains("Int32", error.Message);
        Check.Contains("obs F32[4]", error.Message);
        Check.Throws<ArgumentException>(() => layout.Tensor<float>(message.AsSpan(..^1), 2));
        Check.Throws<KeyNotFoundException>(() => layout.IndexOf("absent"));
    }

    /// <summary>Constant strings travel, sorted, and are no tensor.</summary>
    public static void Metadata_is_written_first_and_read_back()
    {
        Dictionary<string, string> metadata = new() { ["unit"] = "m/s", ["format"] = "pt" };
        TensorLayout layout = new(s_specs, metadata);
        byte[] message = new byte[layout.SizeBytes];
        layout.WriteHeader(message);

        Check.True(layout.Header[8..].StartsWith("""{"__metadata__":{"format":"pt","unit":"m/s"},"""u8));
        TensorLayout read = SafetensorsReader.Parse(message);
        Check.Equal("m/s", read.Metadata["unit"]);
        Check.Throws<ArgumentException>(() => new TensorLayout(s_specs, new Dictionary<string, string> { ["half"] = "\ud83e" }));
        Check.Equal(s_specs.Length, read.Specs.Length);
    }

    /// <summary>Specs that no message can hold are refused where they are written.</summary>
    public static void Impossible_specs_are_refused()
    {
        Check.Throws<ArgumentException>(() => new TensorSpec("", DType.F32, 1));
        Check.Throws<ArgumentException>(() => new TensorSpec("__metadata__", DType.F32, 1));
        Check.Throws<ArgumentException>(() => new TensorSpec("half \ud83e", DType.F32, 1));
        Check.Throws<ArgumentException>(() => new TensorSpec("a", DType.F32, -1));
        Check.Throws<ArgumentException>(() => new TensorSpec("a", DType.F32, 65536, 65536));
        Check.Throws<ArgumentException>(() => new TensorSpec("a", DType.U8, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Check.Throws<ArgumentException>(() => new TensorSpec("a", (DType)13, 1));
        Check.Throws<ArgumentException>(() => new TensorLayout(new TensorSpec("a", DType.U8), new TensorSpec("a", DType.F32)));
        Check.Throws<ArgumentException>(() => new TensorLayout(
            new TensorSpec("a", DType.U8, int.MaxValue), new TensorSpec("b", DType.U8, int.MaxValue), new TensorSpec("c", DType.U8, 2)));
    }

    /// <summary>The checked cast refuses what the unchecked one would tear.</summary>
    public static void A_cast_checks_size_and_alignment()
    {
        byte[] bytes = new byte[32];
        Check.Equal(8, Bytes.Cast<float>(bytes.AsSpan()).Length);
        Check.Equal(4, Bytes.AsBytes<float>([1f]).Length);
        Check.Throws<ArgumentException>(() => Bytes.Cast<float>(bytes.AsSpan(..6)));
        Check.Throws<ArgumentException>(() => Bytes.Cast<float>(bytes.AsSpan(2, 8)));
        Check.Throws<ArgumentException>(() => Bytes.Cast<double>((ReadOnlySpan<byte>)bytes.AsSpan(4, 8)));
        Check.Equal(0, Bytes.Cast<double>(bytes.AsSpan(3, 0)).Length);
        Check.Equal(8, Bytes.Cast<byte>(bytes.AsSpan(3, 8)).Length);
    }

    private static float WriteAndRead(TensorLayout layout, SafetensorsReader reader, byte[] message, int count)
    {
        float sum = 0;
        for (int i = 0; i < count; i++)
        {
            layout.WriteHeader(message);
            layout.Tensor<float>(message.AsSpan(), 2)[1] = i;
            ReadOnlySpan<byte> received = message;
            sum += reader.Read(received).Tensor<float>(received, 2)[1];
        }

        return sum;
    }
}
