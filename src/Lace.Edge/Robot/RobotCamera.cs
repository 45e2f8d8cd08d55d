using Lace.Edge.Simulation;
using Lace.Edge.Video;
using Lace.Ipc;

namespace Lace.Edge.Robot;

/// <summary>
/// Renders the robot's state as JPEGs onto a topic, from the state at that moment and at most so many times a second of wall time,
/// whatever the simulation's own speed.
/// </summary>
/// <remarks>A thread of its own, asleep between pictures, starts with the construction and ends with <see cref="Dispose"/>.</remarks>
public sealed class RobotCamera : IDisposable
{
    private readonly RobotState _robot;
    private readonly TopicPublisher _topic;
    private readonly TimeSpan _period;
    private readonly CartPoleRenderer _renderer = new();
    private readonly JpegEncoder _encoder;
    private readonly byte[] _rgb;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _frameCount;

    /// <summary>Creates the topic and starts.</summary>
    /// <param name="robot">What to look at.</param>
    /// <param name="topicName">Name of the topic.</param>
    /// <param name="framesPerSecond">At most so many pictures a second; 1 to 1000.</param>
    /// <exception cref="SegmentException">The topic cannot be created.</exception>
    /// <exception cref="DllNotFoundException">libturbojpeg is not installed; the message names its package.</exception>
    public RobotCamera(RobotState robot, string topicName, int framesPerSecond = 30)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(framesPerSecond, 1000);
        _robot = robot;
        _period = TimeSpan.FromSeconds(1.0 / framesPerSecond);
        _rgb = new byte[_renderer.SizeBytes];
        _encoder = new JpegEncoder(_renderer.Width, _renderer.Height);
        try
        {
            _topic = TopicPublisher.CreateOrOpen(
                topicName, new TopicOptions { SlotSizeBytes = _encoder.MaxJpegBytes, MaxSubscribers = 8, TypeName = "image/jpeg" });
        }
        catch
        {
            _encoder.Dispose();
            throw;
        }

        _thread = new Thread(Run) { Name = "lace-camera", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Pictures published so far.</summary>
    public long FrameCount => Interlocked.Read(ref _frameCount);

    /// <summary>Ends with <see cref="Dispose"/>, or fails with what stopped the camera before.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Stops the thread, awaits it, and leaves the topic.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _topic.Dispose();
        _encoder.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop.Wait(_period))
                Shoot();

            _ended.SetResult();
        }
        catch (Exception failure)
        {
            _ended.SetException(failure);
        }
    }

    private void Shoot()
    {
        (CartPoleState state, long episode, int step) = _robot.Get();
        long captureTimeNs = MonotonicClock.NowNs;
        _renderer.Render(state, episode, step, _rgb);

        // A topic that is not reliable always has a free slot.
        if (!_topic.TryClaim(_encoder.MaxJpegBytes, out Claim claim))
            throw new InvalidOperationException($"no free slot: topic={_topic.Name}");

        using (claim)
            claim.Commit(_encoder.Encode(_rgb, claim.Payload), captureTimeNs);

        Interlocked.Increment(ref _frameCount);
    }
}
