namespace Lace.Net;

/// <summary>How a <see cref="TopicImporter"/> stands to its exporter.</summary>
public enum TopicImporterState
{
    /// <summary>No connection, or none that answers: it goes on trying.</summary>
    Connecting = 0,

    /// <summary>The exporter is there; the topic is not open there yet.</summary>
    Waiting = 1,

    /// <summary>Subscribed.</summary>
    Live = 2,

    /// <summary>Disposed.</summary>
    Stopped = 3,
}
