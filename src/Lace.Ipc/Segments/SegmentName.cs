namespace Lace.Ipc.Segments;

/// <summary>
/// A segment's name and the flat file it is stored in: parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>, which the file has as <c>~</c>.
/// </summary>
internal static class SegmentName
{
    internal const string FilePrefix = "lace.";

    /// <summary>File names end at 255 bytes; this leaves room for the prefix.</summary>
    internal const int MaxLength = 200;

    /// <exception cref="ArgumentException">The name has a character, part or length that is not allowed.</exception>
    internal static string ToPath(string name, string directory)
    {
        Validate(name);
        return Path.Combine(directory, FilePrefix + name.Replace('/', '~'));
    }

    /// <summary>The name a file stands for, or null where it is no segment's.</summary>
    internal static string? FromFile(string fileName)
    {
        if (!fileName.StartsWith(FilePrefix, StringComparison.Ordinal))
            return null;

        string name = fileName[FilePrefix.Length..].Replace('~', '/');
        return Problem(name) is null && !fileName.Contains('/') ? name : null;
    }

    private static void Validate(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Problem(name) is { } problem)
            throw new ArgumentException($"segment name is not valid: name=\"{name}\": {problem}", nameof(name));
    }

    private static string? Problem(string name)
    {
        if (name.Length is 0 or > MaxLength)
            return $"length={name.Length}, expected 1..{MaxLength}";

        foreach (string part in name.Split('/'))
        {
            if (part.Length == 0 || part is "." or "..")
                return $"part \"{part}\", expected parts like camera/front";

            foreach (char c in part)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
                    return $"character '{c}', expected A-Z a-z 0-9 . _ - and / between parts";
            }
        }

        return null;
    }
}
