using System.Buffers;

namespace Lace.Net.Requests;

/// <summary>Calls a handler of the same process: on the caller's thread, one copy each way.</summary>
internal sealed class InprocRequestClient(Endpoint endpoint, RequestClientOptions options) : RequestClient(endpoint)
{
    private readonly CancellationTokenSource _disposed = new();

    public override ValueTask RequestAsync(
        ReadOnlyMemory<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation = default) =>
        CallAsync(request.ToArray(), reply, cancellation);

    public override void Request(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation = default) =>
        CallAsync(request.ToArray(), reply, cancellation).AsTask().GetAwaiter().GetResult();

    public override async ValueTask DisposeAsync() => await _disposed.CancelAsync().ConfigureAwait(false);

    private async ValueTask CallAsync(byte[] request, IBufferWriter<byte> reply, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        if (request.Length > options.MaxMessageBytes)
            throw new ArgumentException($"request too large: bytes={request.Length}, MaxMessageBytes={options.MaxMessageBytes}.");
        InprocRequestServer server = InprocTable.Find(Endpoint.Name)
            ?? throw new PeerGoneException($"nothing is served at {Endpoint} in this process.");
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _disposed.Token);
        Task<ReplyWriter> call = server.CallAsync(request, linked.Token).AsTask();
        try
        {
            // The handler may not obey its token: the wait ends by itself.
            ReplyWriter answer = await call.WaitAsync(options.Timeout, linked.Token).ConfigureAwait(false);
            reply.Write(answer.Written);
        }
        catch (TimeoutException)
        {
            await linked.CancelAsync().ConfigureAwait(false);
            throw new TimeoutException($"{Endpoint}: no answer within Timeout={options.Timeout.TotalMilliseconds:0} ms.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && _disposed.IsCancellationRequested)
        {
            throw new ObjectDisposedException($"RequestClient of {Endpoint}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
