using Lace.Net.Loops;
using Lace.Net.Native;

namespace Lace.Net.Requests;

/// <summary>
/// One request from arrival to answer, reused. The loop owns it, hands it to a worker, and gets it back by its inbox; between the two
/// only the token's cancellation crosses.
/// </summary>
internal sealed class Call(RequestService service) : ILoopItem
{
    private CancellationTokenSource _cancellation = new();

    internal RequestService Service { get; } = service;

    internal ServiceClient Client { get; private set; } = null!;

    internal ulong Id { get; private set; }

    internal Message Request { get; private set; } = null!;

    internal int PayloadOffset { get; private set; }

    internal ReplyWriter Writer { get; } = new(service.MaxMessageBytes);

    /// <summary>The REPLY or ERROR frame, once the handler has ended.</summary>
    internal Message? Answer { get; set; }

    /// <summary>Set by the loop: nobody waits for the answer.</summary>
    internal bool IsAbandoned { get; private set; }

    internal bool IsRunning { get; set; }

    internal CancellationToken Token => _cancellation.Token;

    internal ReadOnlyMemory<byte> Payload => Request.Memory[PayloadOffset..];

    internal void Begin(ServiceClient client, ulong id, Message request, int payloadOffset)
    {
        Client = client;
        Id = id;
        Request = request;
        PayloadOffset = payloadOffset;
        IsAbandoned = false;
        IsRunning = false;
        if (!_cancellation.TryReset())
            _cancellation = new CancellationTokenSource();
    }

    /// <summary>Nobody waits any more: cancels the handler, on the thread pool because a registration is user code.</summary>
    internal void Abandon()
    {
        if (IsAbandoned)
            return;
        IsAbandoned = true;
        if (IsRunning)
            _ = CancelAsync(_cancellation);
    }

    void ILoopItem.Run() => Service.OnCompleted(this);

    void ILoopItem.Abandon() => Service.OnLoopEnded(this);

    private async Task CancelAsync(CancellationTokenSource cancellation)
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            Service.Log.Write($"{Service.Name}: a cancellation callback of the handler threw: {e.InnerException?.Message}");
        }
    }
}
