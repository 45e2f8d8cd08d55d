namespace Lace.Repo.Tests;

/// <summary>Fails with every finding on a line of its own; the runner's own message would cut them short.</summary>
internal static class Findings
{
    internal static void AreNone(IEnumerable<string> findings)
    {
        List<string> all = [.. findings];
        if (all.Count > 0)
            Assert.Fail($"{all.Count} found:\n{string.Join('\n', all)}");
    }
}
