using System.Globalization;
using System.Text;

namespace Lace.Scenarios.Data;

/// <summary>A JSON parser for well-formed text, one character at a time: objects, arrays, strings and whole numbers.</summary>
internal sealed class SlowJson(string text)
{
    private int _at;

    internal object ParseAll()
    {
        object value = ParseValue();
        if (Peek() != '\0')
            throw new FormatException($"text after the value at {_at}");

        return value;
    }

    private object ParseValue() => Peek() switch
    {
        '{' => ParseObject(),
        '[' => ParseArray(),
        '"' => ParseString(),
        _ => ParseNumber(),
    };

    private Dictionary<string, object> ParseObject()
    {
        Dictionary<string, object> members = [];
        Take('{');
        while (Peek() != '}')
        {
            string name = ParseString();
            Take(':');
            members.Add(name, ParseValue());
            if (Peek() != '}')
                Take(',');
        }

        Take('}');
        return members;
    }

    private List<object> ParseArray()
    {
        List<object> items = [];
        Take('[');
        while (Peek() != ']')
        {
            items.Add(ParseValue());
            if (Peek() != ']')
                Take(',');
        }

        Take(']');
        return items;
    }

    private string ParseString()
    {
        StringBuilder parsed = new();
        Take('"');
        while (text[_at] != '"')
        {
            char each = text[_at++];
            parsed.Append(each == '\\' ? ParseEscape() : each);
        }

        _at++;
        return parsed.ToString();
    }

    private char ParseEscape()
    {
        char kind = text[_at++];
        switch (kind)
        {
            case 'u':
                _at += 4;
                return (char)int.Parse(text.AsSpan(_at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            default:
                return kind;
        }
    }

    private object ParseNumber()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '-'))
            _at++;

        return long.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
    }

    private char Peek()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n' or '\r' or '\t')
            _at++;

        return _at < text.Length ? text[_at] : '\0';
    }

    private void Take(char expected)
    {
        if (Peek() != expected)
            throw new FormatException($"found {Peek()} at {_at}, expected {expected}");

        _at++;
    }
}
