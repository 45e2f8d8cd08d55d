using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Topics;

/// <summary>A received message: from the loop to the writer, and back as the news that it is consumed. Reused.</summary>
internal sealed class ImportItem(ImportLoop loop) : ILoopItem
{
    internal Message Payload { get; } = new();

    internal DataFrame Data { get; set; }

    /// <summary>The exporter's clock minus ours when it arrived.</summary>
    internal long ClockOffsetNs { get; set; }

    public void Run() => loop.OnConsumed(this);

    public void Abandon() => ((IDisposable)Payload).Dispose();
}
