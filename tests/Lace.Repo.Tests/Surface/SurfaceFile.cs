namespace Lace.Repo.Tests.Surface;

/// <summary>Compares a surface with the file that records it.</summary>
internal static class SurfaceFile
{
    /// <summary>Lines that are only in the assembly (+) or only in the file (-), each after the type it belongs to.</summary>
    internal static IEnumerable<string> Difference(string recorded, string actual)
    {
        List<string> before = Qualified(recorded);
        List<string> after = Qualified(actual);
        return [.. before.Except(after).Select(line => $"- {line}"), .. after.Except(before).Select(line => $"+ {line}")];
    }

    private static List<string> Qualified(string text)
    {
        List<string> lines = [];
        string type = "";
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(' '))
            {
                lines.Add($"{type}: {line.Trim()}");
                continue;
            }

            type = line.Split(" : ")[0];
            lines.Add(line);
        }

        return lines;
    }
}
