using Lace.Ipc;

namespace Lace.Net;

/// <summary>Options of <see cref="TopicExporter.Start"/>. Immutable.</summary>
public sealed record TopicExporterOptions : ListenOptions
{
    /// <summary>Where and as what the topic is opened: directory, group, type name, layout hash.</summary>
    public SegmentOptions Segment { get; init; } = new();
}
