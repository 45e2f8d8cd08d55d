using Lace.Net.Listening;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Wire;

namespace Lace.Net.Topics;

/// <summary>A message on its way from an export thread to the loop that sends it.</summary>
internal sealed class DataItem(Listener listener, ExportedSubscription subscription, DataFrame header, Message payload) : ILoopItem
{
    public void Run() => listener.SendData(subscription, header, payload);

    public void Abandon() => listener.Pool.Return(payload);
}
