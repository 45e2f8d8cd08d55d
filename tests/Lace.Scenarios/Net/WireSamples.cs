namespace Lace.Scenarios.Net;

/// <summary>The golden bytes of docs/WIRE.md, section 8, by the name of their message.</summary>
internal static class WireSamples
{
    // Literals on purpose: made with the encoders they would agree with anything. A change here is a change of docs/WIRE.md.
    internal static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["REQUEST"] = Hex("4C 41 43 45 00 01 00 00 01 00 00 00 00 00 00 00 03 00 00 00 02 00 00 00 61 2F 62 FF 00"),
        ["REPLY"] = Hex("4C 41 43 45 00 02 00 00 01 00 00 00 00 00 00 00 07"),
        ["ERROR"] = Hex("4C 41 43 45 00 03 00 00 01 00 00 00 00 00 00 00 02 00 02 00 00 00 00 00 6E 6F"),
        ["CANCEL"] = Hex("4C 41 43 45 00 04 00 00 02 01 00 00 00 00 00 00"),
        ["PING"] = Hex("4C 41 43 45 00 05 00 00 00 00 00 00 00 00 00 00 E8 03 00 00 00 00 00 00 F4 01 00 00 00 00 00 00"),
        ["PONG"] = Hex(
            "4C 41 43 45 00 06 01 00 05 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00"
            + " 03 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00"),
        ["HELLO"] = Hex("4C 41 43 45 00 07 00 00 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F F4 01 00 00 00 00 00 00"),
        ["SUBSCRIBE"] = Hex(
            "4C 41 43 45 00 08 00 00 09 00 00 00 00 00 00 00 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F"
            + " 01 00 00 00 01 00 03 00 63 61 6D"),
        ["SUBSCRIBED"] = Hex("4C 41 43 45 00 09 00 00 09 00 00 00 00 00 00 00"),
        ["CREDIT"] = Hex("4C 41 43 45 00 0A 00 00 09 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00"),
        ["UNSUBSCRIBE"] = Hex("4C 41 43 45 00 0B 00 00 09 00 00 00 00 00 00 00"),
        ["DATA"] = Hex(
            "4C 41 43 45 00 0C 00 00 09 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00"
            + " 02 00 00 00 00 00 00 00"),
    };

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
