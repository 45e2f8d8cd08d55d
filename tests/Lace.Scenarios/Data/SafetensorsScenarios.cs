using Lace.Data;

namespace Lace.Scenarios.Data;

/// <summary>Lace and a reader that shares nothing with it agree on every file.</summary>
public static class SafetensorsScenarios
{
    /// <summary>Lace writes, the slow reader reads.</summary>
    public static void Random_messages_are_read_alike_by_an_independent_reader()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int run = 0; run < TestRun.Count(500, 20_000); run++)
        {
            TensorLayout layout = new(RandomTensors.Specs(random));
            byte[] message = RandomTensors.Fill(layout, random);
            Dictionary<string, SlowSafetensors.Tensor> slow = SlowSafetensors.Read(message, out int dataStart);
            Check.Equal(layout.HeaderSizeBytes, dataStart, $"seed={seed}, run={run}");
            Compare(layout, message, slow, $"seed={seed}, run={run}");
            Compare(SafetensorsReader.Parse(message), message, slow, $"parsed, seed={seed}, run={run}");
        }
    }

    /// <summary>A stranger writes, with its own order, white space and escapes; Lace reads.</summary>
    public static void Random_files_of_an_independent_writer_are_read_alike()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int run = 0; run < TestRun.Count(500, 20_000); run++)
        {
            SlowSafetensors.Tensor[] tensors = [.. RandomTensors.Specs(random).Select(spec => Foreign(spec, random))];
            random.Shuffle(tensors);

            // Any order will do that keeps elements aligned; sizes falling does.
            tensors = [.. tensors.OrderByDescending(t => t.Shape.Contains(0) ? 9 : ElementBytes(t.DType))];
            byte[] message = SlowSafetensors.Write(tensors, random);
            TensorLayout layout = SafetensorsReader.Parse(message);
            Check.True(layout.Matches(message));
            Compare(layout, message, SlowSafetensors.Read(message, out _), $"seed={seed}, run={run}");
        }
    }

    /// <summary>Bytes changed at random are read or refused; never anything else, and never at a cost beyond their length.</summary>
    public static void A_damaged_header_is_refused_or_harmless()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        int refused = 0;
        int runs = TestRun.Count(20_000, 1_000_000);
        for (int run = 0; run < runs; run++)
        {
            TensorLayout layout = new(RandomTensors.Specs(random));
            byte[] message = RandomTensors.Fill(layout, random);
            Damage(message, layout.HeaderSizeBytes, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                TensorLayout read = SafetensorsReader.Parse(message);
                for (int i = 0; i < read.Specs.Length; i++)
                    Check.Equal(read.Specs[i].SizeBytes, read.Raw((ReadOnlySpan<byte>)message, i).Length, $"seed={seed}, run={run}");
            }
            catch (TensorFormatException)
            {
                refused++;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Check.AtMost(100_000 + (64L * message.Length), allocated, $"seed={seed}, run={run}, message={message.Length} bytes");
        }

        Check.AtLeast(runs / 10, refused, $"the control: damage must be noticed often, seed={seed}");
    }

    private static void Damage(byte[] message, int headerBytes, Random random)
    {
        const string Likely = "{}[]\",:0123456789-.eE\\u ";
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(headerBytes);
            message[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)Likely[random.Next(Likely.Length)];
        }
    }

    private static SlowSafetensors.Tensor Foreign(TensorSpec spec, Random random)
    {
        byte[] data = new byte[spec.SizeBytes];
        random.NextBytes(data);
        return new SlowSafetensors.Tensor(spec.Name, spec.DType.WireName(), [.. spec.Shape.Select(n => (long)n)], data);
    }

    private static int ElementBytes(string dtype) => dtype switch
    {
        "BOOL" or "U8" or "I8" => 1,
        "F16" or "BF16" or "U16" or "I16" => 2,
        "F32" or "U32" or "I32" => 4,
        _ => 8,
    };

    private static void Compare(TensorLayout layout, byte[] message, Dictionary<string, SlowSafetensors.Tensor> slow, string because)
    {
        Check.Equal(slow.Count, layout.Specs.Length, because);
        for (int i = 0; i < layout.Specs.Length; i++)
        {
            TensorSpec spec = layout.Specs[i];
            SlowSafetensors.Tensor tensor = slow[spec.Name];
            Check.Equal(tensor.DType, spec.DType.WireName(), because);
            Check.SequenceEqual(tensor.Shape, spec.Shape.Select(n => (long)n));
            Check.True(layout.Raw((ReadOnlySpan<byte>)message, i).SequenceEqual(tensor.Data), because);
        }
    }
}
