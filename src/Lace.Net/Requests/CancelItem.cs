using Lace.Net.Loops;

namespace Lace.Net.Requests;

/// <summary>Asks the loop to cancel a call. By id, because the call object may serve another call by then.</summary>
internal sealed class CancelItem(RequestLoop loop, ulong id, CancellationToken cancellation) : ILoopItem
{
    public void Run() => loop.OnCancel(id, cancellation);

    public void Abandon()
    {
        // The loop failed every call when it ended.
    }
}
