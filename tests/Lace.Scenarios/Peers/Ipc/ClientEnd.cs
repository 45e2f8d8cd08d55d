using System.Buffers.Binary;
using Lace.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>The client of a request ring, for a server as <see cref="ServerEnd"/> is.</summary>
internal sealed class ClientEnd(RequestRingClient client) : IpcEnd
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    internal RequestRingClient Client => client;

    internal CallResult Call(long value) => Call(value, s_long);

    internal CallResult Call(long value, TimeSpan timeout)
    {
        Span<byte> request = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(request, value);
        CallResult result = client.Call(request, timeout, out Lease reply);
        using (reply)
        {
            if (result == CallResult.Replied)
                Check.Equal(value * 2, BinaryPrimitives.ReadInt64LittleEndian(reply.Payload));
        }

        return result;
    }

    internal override void Nap(TimeSpan time) => Call(0, time);

    internal override string Do(string verb, long argument, TextReader input) => verb switch
    {
        "call" => $"result {Call(argument)}",
        _ => NoSuch(verb),
    };

    public override void Dispose() => client.Dispose();
}
