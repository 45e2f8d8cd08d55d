using System.Buffers;
using Lace.Net;

namespace Lace.Scenarios.Net;

/// <summary>What most network scenarios begin with.</summary>
internal static class NetHelp
{
    internal static readonly Endpoint AnyPort = Endpoint.Parse("tcp://127.0.0.1:0/test/echo");

    /// <summary>Short, so that gone peers are noticed soon; not shorter, so that a busy machine does not look dead.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(300);

    internal static readonly RequestServerOptions ServerOptions = new() { Heartbeat = Heartbeat };

    /// <summary>Of clients whose scenario is not about life and death: so long that no load makes their server look dead.</summary>
    internal static readonly TimeSpan PatientHeartbeat = TimeSpan.FromSeconds(3);

    internal static readonly RequestClientOptions ClientOptions = new() { Heartbeat = PatientHeartbeat };

    internal static readonly RequestClientOptions QuickClientOptions = new() { Heartbeat = Heartbeat };

    internal static ValueTask Echo(ReadOnlyMemory<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation)
    {
        reply.Write(request.Span);
        return ValueTask.CompletedTask;
    }

    internal static RequestServer Serve(RequestHandler handler, RequestServerOptions? options = null) =>
        RequestServer.Bind(AnyPort, handler, options ?? ServerOptions);

    internal static byte[] Call(RequestClient client, ReadOnlySpan<byte> request, CancellationToken cancellation = default)
    {
        ArrayBufferWriter<byte> reply = new();
        client.Request(request, reply, cancellation);
        return reply.WrittenSpan.ToArray();
    }

    internal static async Task<byte[]> CallAsync(RequestClient client, byte[] request, CancellationToken cancellation = default)
    {
        ArrayBufferWriter<byte> reply = new();
        await client.RequestAsync(request, reply, cancellation);
        return reply.WrittenSpan.ToArray();
    }

    /// <summary>Both ways of calling must keep the same promises.</summary>
    internal static Task<byte[]> CallEitherWay(
        RequestClient client, bool blocking, byte[] request, CancellationToken cancellation = default) =>
        blocking ? Task.Run(() => Call(client, request, cancellation), CancellationToken.None) : CallAsync(client, request, cancellation);

    /// <summary>As Check.SequenceEqual, of arrays, so that the second may be awaited.</summary>
    internal static void SameBytes(byte[] expected, byte[] actual) => Check.SequenceEqual<byte>(expected.AsSpan(), actual.AsSpan());
}
