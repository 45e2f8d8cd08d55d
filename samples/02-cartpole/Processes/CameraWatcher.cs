using Lace.Ipc;

namespace CartPoleSample.Processes;

/// <summary>Looks at the newest frame of a camera topic whenever there is one, and keeps count: what a viewer would show.</summary>
/// <remarks>A thread of its own, asleep between frames, that also waits for the topic to appear. Ends with <see cref="Dispose"/>.</remarks>
internal sealed class CameraWatcher : IDisposable
{
    private readonly string _topicName;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private CameraCounts _counts;

    internal CameraWatcher(string topicName)
    {
        _topicName = topicName;
        _thread = new Thread(Run) { Name = "camera-watcher", IsBackground = true };
        _thread.Start();
    }

    internal CameraCounts Counts
    {
        get
        {
            lock (_lock)
                return _counts;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            using TopicSubscriber camera = TopicSubscriber
                .OpenAsync(_topicName, Delivery.Newest, new SegmentOptions { TypeName = "image/jpeg" }, _stop.Token)
                .GetAwaiter().GetResult();
            while (true)
            {
                if (camera.TryRead(out Lease frame))
                    Look(frame);
                else
                    camera.Wait(Timeout.InfiniteTimeSpan, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (SegmentException problem)
        {
            lock (_lock)
                _counts = _counts with { Problem = problem.Message };
        }
    }

    private void Look(Lease frame)
    {
        using (frame)
        {
            bool isJpeg = frame.Payload is [0xFF, 0xD8, .., 0xFF, 0xD9];
            long nowNs = MonotonicClock.NowNs;
            lock (_lock)
            {
                _counts = _counts with
                {
                    Frames = _counts.Frames + (isJpeg ? 1 : 0),
                    Broken = _counts.Broken + (isJpeg ? 0 : 1),
                    Missed = _counts.Missed + frame.MissedCount,
                    AgeNs = nowNs - frame.CaptureTimeNs,
                    LastNs = nowNs,
                };
            }
        }
    }
}

/// <summary>What a viewer has seen so far.</summary>
/// <param name="Frames">Whole JPEGs.</param>
/// <param name="Broken">Frames that were none.</param>
/// <param name="Missed">Frames that came and went between two looks, on this last hop.</param>
/// <param name="AgeNs">Age of the last frame when it was looked at, from its capture on.</param>
/// <param name="LastNs">When it was looked at, on <see cref="MonotonicClock"/>; 0 before the first.</param>
/// <param name="Problem">Why there is no picture, or null.</param>
internal readonly record struct CameraCounts(long Frames, long Broken, long Missed, long AgeNs, long LastNs, string? Problem);
