using Lace.Data;

namespace Lace.Scenarios.Data;

/// <summary>Random sets of tensors, awkward on purpose: empty axes, scalars, names that need escapes.</summary>
internal static class RandomTensors
{
    private static readonly string[] s_nameParts =
        ["obs", "action", "/", "front", "é", "\u6f22", "\U0001F916", "\"", "\\", "\n", " ", "Z", "a", "\uE000", "+", "<"];

    internal static TensorSpec[] Specs(Random random)
    {
        Dictionary<string, TensorSpec> specs = [];
        int count = random.Next(8);
        for (int i = 0; i < count; i++)
        {
            string name = string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => s_nameParts[random.Next(s_nameParts.Length)]));
            int[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(6))];
            specs[name] = new TensorSpec(name, (DType)random.Next(13), shape);
        }

        return [.. specs.Values];
    }

    internal static byte[] Fill(TensorLayout layout, Random random)
    {
        byte[] message = new byte[layout.SizeBytes];
        layout.WriteHeader(message);
        random.NextBytes(message.AsSpan(layout.HeaderSizeBytes));
        return message;
    }
}
