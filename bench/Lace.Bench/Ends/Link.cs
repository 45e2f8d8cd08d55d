using Lace.Ipc;

namespace Lace.Bench.Ends;

/// <summary>One process's two ends of a link to and fro.</summary>
internal sealed record Link(Publisher To, Subscriber From) : IDisposable
{
    internal static Link Rings(Run run, RingOptions options) =>
        new(RingPublisher.CreateOrOpen(NameTo(run), options), RingSubscriber.CreateOrOpen(NameFrom(run), options));

    internal static Link Topics(Run run, TopicOptions options) =>
        new(TopicPublisher.CreateOrOpen(NameTo(run), options), TopicSubscriber.CreateOrOpen(NameFrom(run), options));

    internal void AwaitPeer() => Spin.AwaitPeers(() => To.Subscribers > 0 && From.Publishers > 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        To.Dispose();
        From.Dispose();
    }

    private static string NameTo(Run run) => $"{run.Prefix}/{(run.IsFirst ? "ping" : "pong")}";

    private static string NameFrom(Run run) => $"{run.Prefix}/{(run.IsFirst ? "pong" : "ping")}";
}
