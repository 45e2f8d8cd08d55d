using System.Text;

namespace Lace.Data;

/// <summary>UTF-8 that refuses half a surrogate pair, where the default would write a question mark and make two names one.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static byte[] Encode(string text, string what)
    {
        try
        {
            return s_encoding.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"{what} must be valid Unicode: found half of a surrogate pair at {e.Index}", e);
        }
    }
}
