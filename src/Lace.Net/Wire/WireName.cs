using System.Buffers;
using System.Text;

namespace Lace.Net.Wire;

/// <summary>Names of services and topics: parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>.</summary>
internal static class WireName
{
    internal const int BytesMax = 200;

    private static readonly SearchValues<byte> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/"u8);

    internal static bool IsValid(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= BytesMax
        && name[0] != '/' && name[^1] != '/'
        && name.IndexOfAnyExcept(s_allowed) < 0
        && name.IndexOf("//"u8) < 0;

    internal static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > BytesMax || !Ascii.IsValid(name))
            return false;
        Span<byte> bytes = stackalloc byte[BytesMax];
        int count = Encoding.ASCII.GetBytes(name, bytes);
        return IsValid(bytes[..count]);
    }
}
