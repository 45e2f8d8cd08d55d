namespace Lace.Scenarios.Peers.Ipc;

/// <summary>Stopping for ever in the middle of something, so that the scenario can kill the peer there.</summary>
internal static class Blocked
{
    /// <summary>Says the word and blocks; the claim or lease stays open on the caller's stack.</summary>
    internal static string WhileOpen(string word, ReadOnlySpan<byte> held)
    {
        Console.Out.WriteLine($"{word} {held.Length}");
        Thread.Sleep(Timeout.Infinite);
        return "";
    }
}
