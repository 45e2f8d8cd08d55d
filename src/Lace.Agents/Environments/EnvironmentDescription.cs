using System.Buffers.Binary;
using System.Text;
using Lace.Data;

namespace Lace.Agents.Environments;

/// <summary>What a server tells a client that connects.</summary>
internal sealed record EnvironmentDescription(string Name, string Version, Space ObservationSpace, Space ActionSpace)
{
    private const int PartCount = 4;

    internal byte[] Encode()
    {
        byte[][] parts = [Encoding.UTF8.GetBytes(Name), Encoding.UTF8.GetBytes(Version), ObservationSpace.ToUtf8(), ActionSpace.ToUtf8()];
        byte[] bytes = new byte[parts.Sum(p => sizeof(uint) + p.Length)];
        int at = 0;
        foreach (byte[] part in parts)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)part.Length);
            part.CopyTo(bytes.AsSpan(at + sizeof(uint)));
            at += sizeof(uint) + part.Length;
        }

        return bytes;
    }

    /// <exception cref="TensorFormatException">Not a description.</exception>
    internal static EnvironmentDescription Decode(ReadOnlySpan<byte> bytes)
    {
        string name = Encoding.UTF8.GetString(Part(ref bytes, "name"));
        string version = Encoding.UTF8.GetString(Part(ref bytes, "version"));
        Space observation = Space.Parse(Part(ref bytes, "observation space"));
        Space action = Space.Parse(Part(ref bytes, "action space"));
        if (bytes.Length != 0)
            throw new TensorFormatException("description", $"{bytes.Length} bytes more", $"{PartCount} parts");

        return new EnvironmentDescription(name, version, observation, action);
    }

    private static ReadOnlySpan<byte> Part(ref ReadOnlySpan<byte> bytes, string name)
    {
        uint length = bytes.Length < sizeof(uint) ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > bytes.Length - sizeof(uint))
            throw new TensorFormatException($"description: {name}", $"{bytes.Length} bytes left", "a length and as many bytes");

        ReadOnlySpan<byte> part = bytes.Slice(sizeof(uint), (int)length);
        bytes = bytes[(sizeof(uint) + (int)length)..];
        return part;
    }
}
