using System.Diagnostics;
using System.Text;

namespace Lace.Repo.Tests;

/// <summary>The files of this repository: what git tracks, or all that is not built where there is no git.</summary>
internal static class Repository
{
    private static readonly string[] s_builtFolders = [".git", ".vs", ".idea", "bin", "obj", "artifacts", "TestResults"];

    internal static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Paths relative to the root, with forward slashes, in ordinal order.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. (Tracked() ?? Walk()).Order(StringComparer.Ordinal)];

    internal static string FullPath(string path) => Path.Combine(Root, path);

    internal static string Read(string path) => File.ReadAllText(FullPath(path));

    /// <summary>The text files: what has no zero byte in its first 8000.</summary>
    internal static IEnumerable<string> TextFiles() => Files.Where(path => IsText(FullPath(path)));

    /// <summary>Null where git is missing or this is no work tree of its own (a source archive, a foreign owner).</summary>
    internal static IEnumerable<string>? Tracked()
    {
        try
        {
            CommandResult git = CommandResult.Of("git", "-C", Root, "ls-files", "-z");
            return git.ExitCode != 0 || git.Output.Length == 0
                ? null
                : git.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(FullPath(path)));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    internal static IEnumerable<string> Walk()
    {
        Stack<string> folders = new([Root]);
        while (folders.TryPop(out string? folder))
        {
            foreach (string file in Directory.GetFiles(folder))
                yield return Path.GetRelativePath(Root, file);
            foreach (string inner in Directory.GetDirectories(folder).Where(each => !s_builtFolders.Contains(Path.GetFileName(each))))
                folders.Push(inner);
        }
    }

    private static bool IsText(string path)
    {
        Span<byte> start = stackalloc byte[8000];
        using FileStream file = File.OpenRead(path);
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return !start[..length].Contains((byte)0);
    }

    private static string FindRoot(string start)
    {
        DirectoryInfo? folder = new(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lace.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no Lace.sln above {start}");
    }
}
