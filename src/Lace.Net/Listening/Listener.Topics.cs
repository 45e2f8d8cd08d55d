using Lace.Net.Wire;

namespace Lace.Net.Listening;

internal sealed partial class Listener
{
    private WireFault OnHello(Peer peer, ReadOnlySpan<byte> bytes) => WireFault.Kind;

    private WireFault OnSubscribe(Peer peer, ReadOnlySpan<byte> bytes) => WireFault.Kind;

    private WireFault OnCredit(Peer peer, ReadOnlySpan<byte> bytes) => WireFault.Kind;

    private WireFault OnUnsubscribe(Peer peer, ReadOnlySpan<byte> bytes) => WireFault.Kind;

    private void ExpireUnmatched(Peer peer)
    {
    }
}
