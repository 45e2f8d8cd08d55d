using System.Collections.Concurrent;

namespace Lace.Scenarios.Peers;

/// <summary>Lines handed from the thread that reads a peer's input to the command.</summary>
internal sealed class LineReader : TextReader
{
    private readonly BlockingCollection<string> _lines = [];

    public override string? ReadLine() => _lines.TryTake(out string? line, Timeout.Infinite) ? line : null;

    internal void Add(string line) => _lines.Add(line);

    internal void Complete() => _lines.CompleteAdding();
}
