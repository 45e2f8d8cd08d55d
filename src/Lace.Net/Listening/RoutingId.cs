namespace Lace.Net.Listening;

/// <summary>ZeroMQ's five-byte routing id and a number, both ways.</summary>
internal static class RoutingId
{
    internal static ulong Read(ReadOnlySpan<byte> id)
    {
        ulong value = 0;
        foreach (byte b in id)
            value = (value << 8) | b;
        return value;
    }

    internal static void Write(Span<byte> id, ulong value)
    {
        for (int i = id.Length - 1; i >= 0; i--, value >>= 8)
            id[i] = (byte)value;
    }
}
