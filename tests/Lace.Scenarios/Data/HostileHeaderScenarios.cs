using System.Text;
using Lace.Data;

namespace Lace.Scenarios.Data;

/// <summary>Every header that a hostile or broken sender could make is an error that says what is wrong.</summary>
public static class HostileHeaderScenarios
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    /// <summary>The control of this class: the header that the others are made from is accepted.</summary>
    public static void The_header_that_the_others_break_is_accepted() =>
        Check.Equal(1, SafetensorsReader.Parse(SlowSafetensors.Message(Pad(Good), 8)).Specs.Length);

    /// <summary>A message shorter than its own header.</summary>
    public static void Short_messages_are_refused()
    {
        byte[] whole = SlowSafetensors.Message(Pad(Good), 8);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            Check.Throws<TensorFormatException>(() => SafetensorsReader.Parse(cut));
        }

        Refused([.. whole, 0], "message length");
    }

    /// <summary>A length field is a number from a stranger.</summary>
    public static void Impossible_header_lengths_are_refused()
    {
        ulong[] lengths = [0, 1, 100, int.MaxValue, uint.MaxValue, long.MaxValue, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 7];
        foreach (ulong length in lengths)
            Refused([.. BitConverter.GetBytes(length), .. "{}"u8, .. new byte[20]], "header length");

        byte[] big = new byte[SafetensorsReader.MaxHeaderBytes + 64];
        BitConverter.TryWriteBytes(big, (ulong)SafetensorsReader.MaxHeaderBytes + 1);
        Refused(big, "header length");
    }

    /// <summary>Text that is no UTF-8, no JSON, or too deep.</summary>
    public static void Text_that_is_no_plain_JSON_object_is_refused()
    {
        Refused([.. BitConverter.GetBytes(8L), .. "{\"\xff\": 1}"u8[..7], 0xff], "header");
        byte[] badUtf8 = SlowSafetensors.Message(Good, 8);
        badUtf8[10] = 0xff;
        Refused(badUtf8, "header");

        Refused("[]", 0, "header[0]");
        Refused(" {}", 0, "header[0]");
        Refused("{\"a\"", 0, "header");
        Refused("{} {}", 0, "header");
        Refused("{}\0\0", 0, "header");
        Refused("{/* */}", 0, "header");
        Refused(Good.Replace("[2]", "[2,]"), 8, "header");
        Refused(Good.Replace("[2]", "[[2]]"), 8, "header");
        Refused(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), 0, "a.a=an unknown field");
        Refused(Good.Replace("[2]", new string('[', 100_000)), 8, "header");
        Refused("{\"a\":" + new string('[', 1_000_000), 0, "a=an array");
        Refused(Good.Replace("\"a\"", "\"\\ud800\""), 8, "name");
        Refused(Good.Replace("\"a\"", "\"\""), 8, "name");
    }

    /// <summary>A name twice would make two readers see two things.</summary>
    public static void Names_and_fields_that_come_twice_are_refused()
    {
        const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        string other = A.Replace("[0,8]", "[8,16]");
        Refused($"{{{A},{other}}}", 16, "name=a");
        Refused($"{{{A},{other.Replace("\"a\"", "\"\\u0061\"")}}}", 16, "name=a");
        Refused($"{{\"__metadata__\":{{}},\"__metadata__\":{{}},{A}}}", 8, "name=__metadata__");
        Refused($"{{\"__metadata__\":{{\"k\":\"1\",\"k\":\"2\"}},{A}}}", 8, "__metadata__.k");
        Refused(Good.Replace("\"shape\":[2]", "\"shape\":[2],\"shape\":[2]"), 8, "a.shape");
        Refused(Good.Replace("\"shape\":[2]", "\"dtype\":\"F32\",\"shape\":[2]"), 8, "a.dtype");
        Refused(Good.Replace("\"shape\":[2]", "\"data_offsets\":[0,8],\"shape\":[2]"), 8, "a.data_offsets");
    }

    /// <summary>Fields missing, unknown or of the wrong kind.</summary>
    public static void Fields_that_are_missing_unknown_or_of_another_kind_are_refused()
    {
        Refused("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "a.dtype=nothing");
        Refused("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "a.shape=nothing");
        Refused("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "a.data_offsets=nothing");
        Refused(Good.Replace("\"shape\":", "\"strides\":[1],\"shape\":"), 8, "a.strides");
        Refused("""{"a":1}""", 0, "a=1");
        Refused("""{"a":null}""", 0, "a=null");
        Refused("""{"__metadata__":[]}""", 0, "__metadata__=an array");
        Refused("""{"__metadata__":{"k":1}}""", 0, "__metadata__.k=1");
        Refused("""{"__metadata__":{"k":{}}}""", 0, "__metadata__.k=an object");
        Refused(Good.Replace("\"F32\"", "5"), 8, "a.dtype=5");
        Refused(Good.Replace("[2]", "2"), 8, "a.shape=2");
        Refused(Good.Replace("[0,8]", "8"), 8, "a.data_offsets=8");
    }

    /// <summary>An element type that this version does not know cannot be skipped: its bytes would be misread.</summary>
    public static void Unknown_element_types_are_refused()
    {
        foreach (string name in (string[])["F8_E4M3", "f32", "float32", "", "F32 ", "U128"])
            Refused(Good.Replace("F32", name), 8, "a.dtype");
    }

    /// <summary>Lengths of axes.</summary>
    public static void Negative_broken_or_overflowing_shapes_are_refused()
    {
        foreach (string shape in (string[])
            ["[-1]", "[-0]", "[2.0]", "[1e1]", "[\"2\"]", "[null]", "[2147483648]", "[18446744073709551616]", "[65536,65536]",
             "[2147483647,2147483647,2147483647,2147483647]", "[4294967296,4294967296]", "[0,2147483647,2147483647]", "[536870912]"])
        {
            Refused(Good.Replace("[2]", shape), 8, "a.shape");
        }

        Refused(Good.Replace("[2]", $"[{string.Join(",", Enumerable.Repeat("1", 33))}]"), 8, "a.shape");
        Refused(Good.Replace("[2]", $"[{string.Join(",", Enumerable.Repeat("1", 500_000))}]"), 8, "a.shape");
    }

    /// <summary>Offsets out of range, backwards, of another size than the shape says.</summary>
    public static void Offsets_that_do_not_fit_are_refused()
    {
        foreach (string offsets in (string[])
            ["[8,0]", "[0,12]", "[4,12]", "[0,4]", "[0,7]", "[-8,0]", "[0,9223372036854775807]",
             "[9223372036854775800,9223372036854775807]", "[0,18446744073709551616]", "[0]", "[]", "[0,8,8]", "[0,8.0]", "[0,\"8\"]"])
        {
            Refused(Good.Replace("[0,8]", offsets), 8, "a.data_offsets");
        }
    }

    /// <summary>Bytes that belong to no tensor, or to two.</summary>
    public static void Overlaps_and_holes_are_refused()
    {
        Refused(Two("[0,8]", "[0,8]"), 8, "data_offsets");
        Refused(Two("[0,8]", "[4,12]"), 12, "b.data_offsets=[4, 12]");
        Refused(Two("[0,8]", "[12,20]"), 20, "b.data_offsets=[12, 20], expected begin 8");
        Refused(Two("[4,12]", "[12,20]"), 20, "a.data_offsets=[4, 12], expected begin 0");
        Refused(Two("[0,8]", "[8,16]"), 20, "message length");
        Refused(Good, 4, "a.data_offsets");
        Refused("{}", 1, "message length");
    }

    /// <summary>Elements that are not aligned could not be viewed in place.</summary>
    public static void Unaligned_tensors_are_refused()
    {
        const string Odd = """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"F32","shape":[1],"data_offsets":[3,7]}}""";
        Refused(Pad(Odd), 7, "b.data_offsets=[3, 7]");
        Refused(Pad(Good) + " ", 8, "a.data_offsets");
    }

    /// <summary>A few bytes may not make the reader reserve many.</summary>
    public static void A_small_hostile_message_never_makes_a_big_allocation()
    {
        byte[][] messages =
        [
            [.. BitConverter.GetBytes(long.MaxValue), .. "{}"u8],
            [.. BitConverter.GetBytes((long)int.MaxValue), .. "{}"u8],
            SlowSafetensors.Message(Good.Replace("[2]", "[536870911]").Replace("[0,8]", "[0,2147483644]"), 8),
            SlowSafetensors.Message(Good.Replace("[2]", "[2147483647,2147483647]").Replace("[0,8]", "[0,4611686014132420609]"), 8),
        ];
        foreach (byte[] message in messages)
        {
            Check.Throws<TensorFormatException>(() => SafetensorsReader.Parse(message));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Check.Throws<TensorFormatException>(() => SafetensorsReader.Parse(message));
            Check.AtMost(64L * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>What a stranger wrote ends in logs: short and printable.</summary>
    public static void Errors_quote_strangers_briefly_and_without_control_characters()
    {
        string name = new string('x', 100_000) + "\u001b[31m";
        TensorFormatException longName = Refused(Good.Replace("\"a\"", $"\"{name[..100_000]}\"").Replace("F32", "no"), 8, "xxx");
        Check.AtMost(400, longName.Message.Length);
        TensorFormatException escape = Refused(Good.Replace("F32", "\\u001b[31m"), 8, "a.dtype");
        Check.False(escape.Message.Any(char.IsControl));
        Check.Equal("a.dtype", escape.Field);
        Check.Equal("?[31m", escape.Found);
        Check.Contains("BF16", escape.Expected);
    }

    /// <summary>After a refusal the next good message is read.</summary>
    public static void A_reader_goes_on_after_a_hostile_message()
    {
        SafetensorsReader reader = new();
        byte[] good = SlowSafetensors.Message(Pad(Good), 8);
        reader.Read(good);
        Check.Throws<TensorFormatException>(() => reader.Read(SlowSafetensors.Message("{", 0)));
        Check.True(reader.Read(good).Matches(good));
    }

    private static string Two(string first, string second) => Pad(
        $$$"""{"a":{"dtype":"F32","shape":[2],"data_offsets":{{{first}}}},"b":{"dtype":"F32","shape":[2],"data_offsets":{{{second}}} }}""");

    private static string Pad(string header) => header + new string(' ', (8 - (Encoding.UTF8.GetByteCount(header) % 8)) % 8);

    private static TensorFormatException Refused(string header, int dataBytes, string part) =>
        Refused(SlowSafetensors.Message(header, dataBytes), part);

    private static TensorFormatException Refused(byte[] message, string part)
    {
        TensorFormatException error = Check.Throws<TensorFormatException>(() => SafetensorsReader.Parse(message));
        Check.Contains(part, error.Message);
        Check.Contains("expected", error.Message);
        return error;
    }
}
