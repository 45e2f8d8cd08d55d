namespace Lace.Repo.Tests;

/// <summary>Questions about paths relative to the repository's root.</summary>
internal static class RepoPath
{
    internal static bool IsUnder(this string path, string folder) => path.StartsWith($"{folder}/", StringComparison.Ordinal);

    internal static bool IsCSharp(this string path) => path.EndsWith(".cs", StringComparison.Ordinal);

    internal static bool IsProject(this string path) => path.EndsWith(".csproj", StringComparison.Ordinal);

    internal static bool IsPage(this string path) => path.EndsWith(".md", StringComparison.Ordinal);
}
