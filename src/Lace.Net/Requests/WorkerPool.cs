using Lace.Net.Native;

namespace Lace.Net.Requests;

/// <summary>
/// Threads that run handlers: made when needed, the last one that became idle is used first. Own threads and not the thread pool's,
/// because a handler may block, and on a small machine two blocked pool threads would keep everybody else waiting.
/// </summary>
internal sealed class WorkerPool(string name, Action<Call> run)
{
    private readonly Lock _lock = new();
    private readonly Stack<Worker> _idle = new();
    private readonly List<Worker> _all = [];
    private bool _stopping;

    /// <summary>Runs the call on an idle worker or a new one. Never waits.</summary>
    internal void Dispatch(Call call)
    {
        Worker? worker;
        lock (_lock)
        {
            if (!_idle.TryPop(out worker))
            {
                worker = new Worker(this, _all.Count + 1);
                _all.Add(worker);
            }
        }

        worker.Give(call);
    }

    /// <summary>Ends the idle workers, and the others when their handler returns. True: all ended in time.</summary>
    internal bool Stop(TimeSpan timeout)
    {
        Worker[] workers;
        lock (_lock)
        {
            _stopping = true;
            workers = [.. _all];
            while (_idle.TryPop(out Worker? worker))
                worker.Give(null);
        }

        long deadlineMs = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        bool all = true;
        foreach (Worker worker in workers)
            all &= worker.Join((int)Math.Max(0, deadlineMs - Environment.TickCount64));
        return all;
    }

    // True: the worker must end.
    private bool BecomeIdle(Worker worker)
    {
        lock (_lock)
        {
            if (!_stopping)
                _idle.Push(worker);
            return _stopping;
        }
    }

    private sealed class Worker
    {
        private readonly WorkerPool _pool;
        private readonly Bell _bell = new();
        private readonly Thread _thread;
        private Call? _call;

        internal Worker(WorkerPool pool, int number)
        {
            _pool = pool;
            _thread = new Thread(Main) { IsBackground = true, Name = $"lace-serve-{pool.Name}-{number}" };
            _thread.Start();
        }

        internal void Give(Call? call)
        {
            // The bell's system calls order this write before the worker's read.
            _call = call;
            _bell.Ring();
        }

        internal bool Join(int timeoutMs) => _thread.Join(timeoutMs);

        private void Main()
        {
            while (true)
            {
                _bell.Wait();
                Call? call = _call;
                if (call is null)
                    break;
                _pool.Run(call, this);
            }

            _bell.Dispose();
        }
    }

    private string Name => name;

    private void Run(Call call, Worker worker)
    {
        run(call);
        if (BecomeIdle(worker))
            worker.Give(null);
    }
}
