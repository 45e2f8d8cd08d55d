using Lace.Ipc;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>A segment with this process on the other side of a role that is about to die.</summary>
internal sealed class Creation : IDisposable
{
    private readonly string _role;
    private readonly string _name;
    private readonly List<IpcEnd> _others = [];

    internal Creation(string role, string name)
    {
        _role = role;
        _name = name;
        switch (role)
        {
            case IpcEnd.TopicSubscriberInOrder:
                TopicOptions reliable = new() { SlotSizeBytes = 256, History = 2, MaxSubscribers = 3, Reliable = true };
                Survivor = new PublisherEnd(TopicPublisher.CreateOrOpen(name, reliable));
                break;
            case IpcEnd.RequestServer:
                using (IpcEnd.Create(IpcEnd.RequestServer, name))
                    Survivor = IpcEnd.Open(IpcEnd.RequestClient, name);

                break;
            default:
                Survivor = IpcEnd.Create(IpcEnd.Partner(role), name);
                break;
        }

        // A topic's publisher never waits, so somebody else has to find the dead.
        if (role is IpcEnd.TopicSubscriber or IpcEnd.TopicSubscriberInOrder)
            _others.Add(IpcEnd.Open(IpcEnd.TopicSubscriber, name));
    }

    /// <summary>The other side of the role.</summary>
    internal IpcEnd Survivor { get; }

    /// <summary>Takes places of the role until two are left: a reaper's and a dead one's, where the reaper has the same role.</summary>
    internal void TakeSpares()
    {
        if (_role is IpcEnd.RingPublisher or IpcEnd.RequestClient)
            _others.Add(IpcEnd.Open(_role, _name));
    }

    /// <summary>Waits for a while, as those do who find the dead.</summary>
    internal void Nap() => _others.Append(Survivor).First().Nap(Crash.Nap);

    public void Dispose()
    {
        foreach (IpcEnd other in _others)
            other.Dispose();

        Survivor.Dispose();
    }
}
