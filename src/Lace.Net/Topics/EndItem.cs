using Lace.Net.Listening;
using Lace.Net.Loops;

namespace Lace.Net.Topics;

/// <summary>An export thread has failed: tells the subscriber why.</summary>
internal sealed class EndItem(Listener listener, ExportedSubscription subscription, RemoteErrorCode code, string why) : ILoopItem
{
    public void Run() => listener.EndSubscription(subscription, code, why);

    public void Abandon()
    {
        // The connection is closed: nobody waits for it.
    }
}
