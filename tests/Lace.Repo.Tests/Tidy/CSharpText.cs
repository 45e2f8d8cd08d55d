using System.Text;

namespace Lace.Repo.Tests.Tidy;

/// <summary>C# source with the insides of comments and literals replaced by spaces, so that rules see code only.</summary>
internal static class CSharpText
{
    internal static string CodeOnly(string text)
    {
        StringBuilder code = new(text);
        for (int i = 0; i < text.Length;)
        {
            int end = EndOfCommentOrLiteral(text, i);
            for (int blank = i; blank < end; blank++)
            {
                if (text[blank] != '\n')
                    code[blank] = ' ';
            }

            i = Math.Max(end, i + 1);
        }

        return code.ToString();
    }

    private static int EndOfCommentOrLiteral(string text, int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        if (rest.StartsWith("//"))
            return EndAfter(text, start, "\n") - 1;
        if (rest.StartsWith("/*"))
            return EndAfter(text, start + 2, "*/");
        if (rest.StartsWith("'"))
            return EndOfQuoted(text, start + 1, '\'', escapes: true);
        if (rest.StartsWith("\"\"\""))
            return EndAfter(text, start + CountQuotes(rest), new string('"', CountQuotes(rest)));
        if (!rest.StartsWith("\""))
            return start;

        bool verbatim = start > 0 && (text[start - 1] == '@' || (start > 1 && text[start - 2] == '@' && text[start - 1] == '$'));
        return EndOfQuoted(text, start + 1, '"', escapes: !verbatim);
    }

    private static int CountQuotes(ReadOnlySpan<char> rest)
    {
        int other = rest.IndexOfAnyExcept('"');
        return other < 0 ? rest.Length : other;
    }

    private static int EndAfter(string text, int from, string mark)
    {
        int at = from < text.Length ? text.IndexOf(mark, from, StringComparison.Ordinal) : -1;
        return at < 0 ? text.Length : at + mark.Length;
    }

    // A doubled quote in a verbatim string ends one literal and begins the next: the same blanks.
    private static int EndOfQuoted(string text, int from, char quote, bool escapes)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (escapes && text[i] == '\\')
                i++;
            else if (text[i] == quote)
                return i + 1;
        }

        return text.Length;
    }
}
