using System.Text;
using Lace.Net.Loops;
using Lace.Net.Native;
using Lace.Net.Requests;
using Lace.Net.Wire;

namespace Lace.Net.Listening;

internal sealed partial class Listener
{
    private readonly Lock _routesLock = new();
    private volatile Dictionary<byte[], RequestService> _requestRoutes = new(new NameComparer());

    /// <summary>Serves <paramref name="service"/> under its name from now on.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    internal void Add(RequestService service)
    {
        lock (_routesLock)
        {
            // Copied, because the loop reads it without the lock.
            Dictionary<byte[], RequestService> routes = new(_requestRoutes, new NameComparer());
            if (!routes.TryAdd(Encoding.ASCII.GetBytes(service.Name), service))
                throw new InvalidOperationException($"name '{service.Name}' is already served on port {Port}.");
            _requestRoutes = routes;
        }
    }

    /// <summary>Takes the name away and ends its calls; complete when no handler runs any more.</summary>
    internal async Task RemoveAsync(RequestService service)
    {
        lock (_routesLock)
        {
            Dictionary<byte[], RequestService> routes = new(_requestRoutes, new NameComparer());
            routes.Remove(Encoding.ASCII.GetBytes(service.Name));
            _requestRoutes = routes;
        }

        LoopAction stop = new(service.OnStop);
        Post(stop);
        await stop.Done.ConfigureAwait(false);
    }

    private WireFault OnRequest(Peer peer, Message frame, out bool taken)
    {
        taken = false;
        WireFault fault = RequestFrame.Read(frame.GetSpan(), out RequestFrame request);
        if (fault != WireFault.None)
            return fault;
        if (peer.Calls.ContainsKey(request.Call))
            return WireFault.Unexpected;
        if (!_requestRoutes.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(request.Name, out RequestService? service))
        {
            string name = Encoding.ASCII.GetString(request.Name);
            Send(peer, ErrorFrame.Create(request.Call, RemoteErrorCode.NoSuchName, $"no request service '{name}' on port {Port}."));
            return WireFault.None;
        }

        int payloadBytes = frame.SizeBytes - request.PayloadOffset;
        if (payloadBytes > Options.MaxMessageBytes)
        {
            string why = $"request too large: bytes={payloadBytes}, MaxMessageBytes={Options.MaxMessageBytes}.";
            Send(peer, ErrorFrame.Create(request.Call, RemoteErrorCode.TooLarge, why));
            return WireFault.None;
        }

        taken = service.OnRequest(peer, request.Call, frame, request.PayloadOffset);
        return WireFault.None;
    }

    private static WireFault OnCancel(Peer peer, ReadOnlySpan<byte> bytes)
    {
        WireFault fault = IdFrame.Read(bytes, payloadFollows: false, out ulong id);

        // A call that is unknown was answered while its CANCEL was on the way.
        if (fault == WireFault.None && peer.Calls.Remove(id, out Call? call))
            call.Service.OnCancel(call);
        return fault;
    }
}
