using System.Threading.Tasks.Sources;
using Lace.Net.Loops;
using Lace.Net.Native;

namespace Lace.Net.Requests;

/// <summary>
/// One asynchronous call, reused: its caller makes it and gives it back, the loop completes it exactly once between the two.
/// </summary>
internal sealed class PendingCall(RequestLoop loop) : IValueTaskSource<Message>, ILoopItem
{
    // The continuation is the user's code, which must not run on the loop.
    private ManualResetValueTaskSourceCore<Message> _core = new() { RunContinuationsAsynchronously = true };

    internal ulong Id { get; private set; }

    internal Message Request { get; private set; } = null!;

    internal long StartMs { get; private set; }

    internal ValueTask<Message> Answer => new(this, _core.Version);

    internal void Begin(ulong id, Message request)
    {
        _core.Reset();
        Id = id;
        Request = request;
        StartMs = NetClock.NowMs;
    }

    internal void Complete(Message answer) => _core.SetResult(answer);

    internal void Fail(Exception error) => _core.SetException(error);

    void ILoopItem.Run() => loop.OnBegin(this);

    void ILoopItem.Abandon() => loop.OnLoopEnded(this);

    Message IValueTaskSource<Message>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Message>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<Message>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
