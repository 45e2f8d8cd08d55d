using System.Globalization;
using System.Text;

namespace Lace.Scenarios.Data;

/// <summary>
/// A safetensors reader and writer made from the format's description alone, as plainly as possible: the oracle for the fast one.
/// Shares no code with Lace.Data, not even the JSON parser.
/// </summary>
internal static class SlowSafetensors
{
    internal sealed record Tensor(string Name, string DType, long[] Shape, byte[] Data);

    internal static Dictionary<string, Tensor> Read(byte[] message, out int dataStart)
    {
        long length = 0;
        for (int i = 7; i >= 0; i--)
            length = (length * 256) + message[i];

        dataStart = (int)(8 + length);
        SlowJson json = new(Encoding.UTF8.GetString(message, 8, (int)length));
        Dictionary<string, object> root = (Dictionary<string, object>)json.ParseAll();
        Dictionary<string, Tensor> tensors = [];
        foreach ((string name, object value) in root)
        {
            if (name == "__metadata__")
                continue;

            Dictionary<string, object> entry = (Dictionary<string, object>)value;
            long[] shape = [.. ((List<object>)entry["shape"]).Cast<long>()];
            long[] offsets = [.. ((List<object>)entry["data_offsets"]).Cast<long>()];
            byte[] data = message[(int)(dataStart + offsets[0])..(int)(dataStart + offsets[1])];
            tensors.Add(name, new Tensor(name, (string)entry["dtype"], shape, data));
        }

        return tensors;
    }

    /// <summary>Writes tensors in the given order, with the fields of each in a random order and random white space.</summary>
    internal static byte[] Write(IReadOnlyList<Tensor> tensors, Random random)
    {
        StringBuilder text = new("{");
        long offset = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            Tensor tensor = tensors[i];
            string[] fields =
            [
                $"\"dtype\":{Space(random)}\"{tensor.DType}\"",
                $"\"shape\":[{string.Join("," + Space(random), tensor.Shape.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]",
                $"\"data_offsets\":[{offset},{Space(random)}{offset + tensor.Data.Length}]",
            ];
            random.Shuffle(fields);
            text.Append(i == 0 ? "" : ",").Append(Space(random)).Append(Quote(tensor.Name, random)).Append(":{");
            text.Append(string.Join("," + Space(random), fields)).Append('}');
            offset += tensor.Data.Length;
        }

        text.Append('}');
        byte[] header = Encoding.UTF8.GetBytes(text.ToString());
        int padded = (header.Length + 7) / 8 * 8;
        using MemoryStream stream = new();
        stream.Write(BitConverter.GetBytes((long)padded));
        stream.Write(header);
        stream.Write(Encoding.ASCII.GetBytes(new string(' ', padded - header.Length)));
        foreach (Tensor tensor in tensors)
            stream.Write(tensor.Data);

        return stream.ToArray();
    }

    internal static byte[] Message(string header, int dataBytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[dataBytes]];
    }

    private static string Space(Random random) => new(' ', random.Next(3));

    private static string Quote(string text, Random random)
    {
        StringBuilder quoted = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool escape = rune.Value is '"' or '\\' or < ' ' || random.Next(4) == 0;
            foreach (char each in rune.ToString())
                quoted.Append(escape ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)each:x4}") : each.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
