using Lace.Net.Listening;
using Lace.Net.Loops;

namespace Lace.Net.Topics;

/// <summary>The topic is open: tells the subscriber.</summary>
internal sealed class SubscribedItem(Listener listener, ExportedSubscription subscription) : ILoopItem
{
    public void Run() => listener.SendSubscribed(subscription);

    public void Abandon()
    {
        // The connection is closed: nobody waits for it.
    }
}
