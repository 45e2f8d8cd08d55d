namespace Lace.Net.Loops;

/// <summary>A rare request to a loop whose end the asker awaits.</summary>
internal sealed class LoopAction(Action action) : ILoopItem
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Complete when the action has run or the loop has ended.</summary>
    internal Task Done => _done.Task;

    public void Run()
    {
        try
        {
            action();
            _done.SetResult();
        }
        catch (Exception e)
        {
            _done.SetException(e);
        }
    }

    public void Abandon() => _done.TrySetResult();
}
