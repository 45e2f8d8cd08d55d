using System.Collections.Concurrent;
using Lace.Net.Native;

namespace Lace.Net.Loops;

/// <summary>
/// One named thread that owns its sockets: it parks until a socket can be read, another thread posts an item, or half a heartbeat has
/// passed. No user code runs on it but the log.
/// </summary>
/// <remarks>
/// Parking. The loop sets _parked, then looks into the inbox, then polls; a poster fills the inbox, then takes _parked. Both words are
/// accessed with full fences, so at least one sees the other: an item is never left behind a parked loop, and an awake loop costs the
/// poster no system call.
/// </remarks>
internal abstract class IoLoop
{
    private readonly ConcurrentQueue<ILoopItem> _inbox = new();
    private readonly Bell _bell = new();
    private readonly Thread _thread;
    private readonly int _tickMs;
    private int _parked;
    private volatile bool _stopping;
    private volatile bool _ended;

    protected IoLoop(string threadName, int tickMs, NetLog log)
    {
        _tickMs = tickMs;
        Log = log;
        Poller = new Poller(_bell);
        _thread = new Thread(Main) { IsBackground = true, Name = threadName };
    }

    internal NetLog Log { get; }

    protected Poller Poller { get; }

    protected bool IsStopping => _stopping;

    /// <summary>Hands <paramref name="item"/> to the loop. Any thread; never waits.</summary>
    internal void Post(ILoopItem item)
    {
        _inbox.Enqueue(item);
        if (Interlocked.CompareExchange(ref _parked, 0, 1) == 1)
            _bell.Ring();
        if (_ended)
            AbandonInbox();
    }

    /// <summary>Ends the loop and joins its thread. Idempotent; not from the loop's own thread.</summary>
    internal void Stop()
    {
        _stopping = true;
        _bell.Ring();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            End();
        else
            _thread.Join();
    }

    protected void Start() => _thread.Start();

    /// <summary>Takes a bounded number of messages. True: there may be more.</summary>
    protected abstract bool Receive();

    /// <summary>Called about every half heartbeat.</summary>
    protected abstract void Tick();

    /// <summary>When <see cref="Wake"/> wants to be called, in ms of <see cref="NetClock.NowMs"/>.</summary>
    protected virtual long WakeAtMs => long.MaxValue;

    /// <summary>Called when <see cref="WakeAtMs"/> has come.</summary>
    protected virtual void Wake(long nowMs)
    {
    }

    /// <summary>
    /// Closes the sockets and fails what waits. <paramref name="fault"/> is what ended the loop, null when it was asked to.
    /// </summary>
    protected abstract void OnStopped(Exception? fault);

    private void Main()
    {
        Exception? fault = null;
        try
        {
            Turn();
        }
        catch (Exception e)
        {
            fault = e;
            Log.Write($"{_thread.Name}: the I/O loop failed and has ended: {e}");
        }

        try
        {
            OnStopped(fault);
        }
        catch (Exception e)
        {
            Log.Write($"{_thread.Name}: closing failed: {e}");
        }

        End();
    }

    private void Turn()
    {
        long nextTickMs = NetClock.NowMs + _tickMs;
        while (!_stopping)
        {
            bool more = Receive();
            RunInbox();
            long nowMs = NetClock.NowMs;
            if (nowMs >= nextTickMs)
            {
                // From now, not from when it was due: a loop that was stopped for a minute must not count that minute as its peers'
                // silence.
                nextTickMs = nowMs + _tickMs;
                Tick();
            }

            if (nowMs >= WakeAtMs)
                Wake(nowMs);
            if (!more)
                Park((int)Math.Max(0, Math.Min(nextTickMs, WakeAtMs) - nowMs));
        }
    }

    private void Park(int timeoutMs)
    {
        Interlocked.Exchange(ref _parked, 1);
        if (!_inbox.IsEmpty || _stopping)
            timeoutMs = 0;
        Poller.Wait(timeoutMs);
        Interlocked.Exchange(ref _parked, 0);
    }

    private void RunInbox()
    {
        // Bounded, so that busy posters cannot keep the sockets waiting.
        for (int i = 0; i < 256 && _inbox.TryDequeue(out ILoopItem? item); i++)
            item.Run();
    }

    private void End()
    {
        // A full fence: either the poster sees this, or we see its item.
        Interlocked.Exchange(ref _ended, true);
        AbandonInbox();
        Poller.Dispose();
        _bell.Dispose();
    }

    private void AbandonInbox()
    {
        while (_inbox.TryDequeue(out ILoopItem? item))
            item.Abandon();
    }
}
