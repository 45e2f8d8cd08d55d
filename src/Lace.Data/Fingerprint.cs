namespace Lace.Data;

/// <summary>FNV-1a, 64 bits: tells layouts and spaces apart in a fixed-size field. Not for adversaries: content is still checked.</summary>
internal static class Fingerprint
{
    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in bytes)
            hash = (hash ^ value) * 0x100000001b3;

        return hash;
    }
}
