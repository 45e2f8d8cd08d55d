using Lace.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>One end of a ring, a topic or a request ring, by the name of its role: what a scenario and its peers both drive.</summary>
internal abstract class IpcEnd : IDisposable
{
    internal const string TopicPublisher = "topic-publisher";
    internal const string TopicSubscriber = "topic-subscriber";
    internal const string TopicSubscriberInOrder = "topic-subscriber-in-order";
    internal const string RingPublisher = "ring-publisher";
    internal const string RingSubscriber = "ring-subscriber";
    internal const string RequestServer = "request-server";
    internal const string RequestClient = "request-client";

    /// <summary>Every role that has a place of its own kind in a segment.</summary>
    internal static IReadOnlyList<string> Roles { get; } =
        [TopicPublisher, TopicSubscriber, RingPublisher, RingSubscriber, RequestServer, RequestClient];

    internal static TopicOptions TopicOptions { get; } = new() { SlotSizeBytes = 256, MaxSubscribers = 3, LeasesPerSubscriber = 1 };

    internal static RingOptions RingOptions { get; } = new() { CapacityBytes = 4096, MaxPublishers = 3 };

    internal static RequestRingOptions RequestOptions { get; } = new() { MaxClients = 3, MaxMessageBytes = 256 };

    /// <summary>Opens, or creates with the options above; a client only opens.</summary>
    internal static IpcEnd Create(string role, string name) => role switch
    {
        TopicPublisher => new PublisherEnd(Lace.Ipc.TopicPublisher.CreateOrOpen(name, TopicOptions)),
        TopicSubscriber => new SubscriberEnd(Lace.Ipc.TopicSubscriber.CreateOrOpen(name, TopicOptions)),
        TopicSubscriberInOrder => new SubscriberEnd(Lace.Ipc.TopicSubscriber.CreateOrOpen(name, TopicOptions, Delivery.InOrder)),
        RingPublisher => new PublisherEnd(Lace.Ipc.RingPublisher.CreateOrOpen(name, RingOptions)),
        RingSubscriber => new SubscriberEnd(Lace.Ipc.RingSubscriber.CreateOrOpen(name, RingOptions)),
        _ => Open(role, name),
    };

    /// <summary>Opens what is there, whatever its options; a server needs the options above.</summary>
    internal static IpcEnd Open(string role, string name) => role switch
    {
        TopicPublisher => new PublisherEnd(Lace.Ipc.TopicPublisher.Open(name)),
        TopicSubscriber => new SubscriberEnd(Lace.Ipc.TopicSubscriber.Open(name)),
        TopicSubscriberInOrder => new SubscriberEnd(Lace.Ipc.TopicSubscriber.Open(name, Delivery.InOrder)),
        RingPublisher => new PublisherEnd(Lace.Ipc.RingPublisher.Open(name)),
        RingSubscriber => new SubscriberEnd(Lace.Ipc.RingSubscriber.Open(name)),
        RequestServer => new ServerEnd(RequestRingServer.CreateOrOpen(name, RequestOptions)),
        RequestClient => new ClientEnd(RequestRingClient.Open(name)),
        _ => throw new ArgumentException($"no such role: role={role}"),
    };

    /// <summary>The role that a role speaks with.</summary>
    internal static string Partner(string role) => role switch
    {
        TopicPublisher => TopicSubscriber,
        TopicSubscriber or TopicSubscriberInOrder => TopicPublisher,
        RingPublisher => RingSubscriber,
        RingSubscriber => RingPublisher,
        RequestServer => RequestClient,
        RequestClient => RequestServer,
        _ => throw new ArgumentException($"no such role: role={role}"),
    };

    /// <summary>Passes a message between two ends, in either order given, and checks what arrives.</summary>
    internal static void Exchange(IpcEnd one, IpcEnd other, long value)
    {
        switch (one, other)
        {
            case (PublisherEnd publisher, SubscriberEnd subscriber):
                subscriber.ReadUntil(value, publisher);
                break;
            case (ServerEnd server, ClientEnd client):
                server.Answer(client, value);
                break;
            default:
                Exchange(other, one, value);
                break;
        }
    }

    /// <summary>Waits for about <paramref name="time"/>, as a program that has nothing to do; that is when the dead are found.</summary>
    internal abstract void Nap(TimeSpan time);

    /// <summary>Does one thing that a line of input names, and returns the line to answer with.</summary>
    /// <param name="verb">What to do.</param>
    /// <param name="argument">The number behind it, or 0.</param>
    /// <param name="input">For what lasts until the next line.</param>
    internal abstract string Do(string verb, long argument, TextReader input);

    public abstract void Dispose();

    private protected static string NoSuch(string verb) => throw new ArgumentException($"this role cannot do that: verb={verb}");
}
