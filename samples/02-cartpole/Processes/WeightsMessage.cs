using CartPoleSample.Learning;
using Lace.Data;
using Lace.Ipc;

namespace CartPoleSample.Processes;

/// <summary>How weights travel: a safetensors message with the weights and their version, on a topic that insists on this layout.</summary>
internal static class WeightsMessage
{
    private static readonly TensorLayout s_layout = new(
        new TensorSpec("weights", DType.F32, PolicyNetwork.ParameterCount),
        new TensorSpec("version", DType.I64));

    internal static TopicOptions Topic { get; } = new()
    {
        SlotSizeBytes = s_layout.SizeBytes,
        MaxSubscribers = 4,
        TypeName = "cartpole/weights",
        LayoutHash = s_layout.Hash,
    };

    /// <summary>Writes straight into the topic's next slot.</summary>
    internal static void Publish(TopicPublisher topic, ReadOnlySpan<float> weights, long version)
    {
        if (!topic.TryClaim(s_layout.SizeBytes, out Claim claim))
            throw new InvalidOperationException($"no free slot: topic={topic.Name}");

        using (claim)
        {
            s_layout.WriteHeader(claim.Payload);
            weights.CopyTo(s_layout.Tensor<float>(claim.Payload, 0));
            s_layout.Tensor<long>(claim.Payload, 1)[0] = version;
            claim.Commit(s_layout.SizeBytes, MonotonicClock.NowNs);
        }
    }

    /// <summary>Reads the newest weights where they lie, if there are any that were not read before.</summary>
    /// <returns>Their version, or null.</returns>
    internal static long? TryTake(TopicSubscriber topic, PolicyNetwork network)
    {
        if (!topic.TryRead(out Lease lease))
            return null;

        using (lease)
        {
            if (!s_layout.Matches(lease.Payload))
                throw new TensorFormatException(
                    "weights message", $"{lease.Payload.Length} bytes with another header", $"{s_layout.SizeBytes} bytes: {s_layout}");

            network.SetWeights(s_layout.Tensor<float>(lease.Payload, 0));
            return s_layout.Tensor<long>(lease.Payload, 1)[0];
        }
    }
}
