using CartPoleSample.Learning;
using Lace.Ipc;

namespace CartPoleSample.Processes;

/// <summary>A line a second of how it goes, and the summary at the end.</summary>
internal sealed class Progress(TextWriter output, CameraWatcher camera, Actor actor)
{
    private const long PeriodNs = 1_000_000_000;
    private const long StaleNs = 1_500_000_000;

    private readonly long _startNs = MonotonicClock.NowNs;
    private long _lineNs = MonotonicClock.NowNs;
    private long _stepsAtLine;
    private CameraCounts _cameraAtLine;
    private int _episodes;
    private double _recentReturn;
    private int _version;
    private string _phase = "training";
    private GreedyEvaluation? _last;

    internal void EpisodeEnded(double recentReturn)
    {
        _episodes++;
        _recentReturn = recentReturn;
        _phase = "training";
    }

    internal void Examining(GreedyEvaluation evaluation) =>
        _phase = $"examination {evaluation.Finished}/{evaluation.Episodes}, mean {evaluation.Mean:F1}";

    internal void Examined(GreedyEvaluation evaluation)
    {
        _last = evaluation;
        string verdict = evaluation.Status == EvaluationStatus.Passed ? "passed" : "not yet";
        output.WriteLine($"examination: greedy mean {evaluation.Mean:F1} over {evaluation.Finished} unseen episodes: {verdict}");
    }

    /// <summary>Called at every step; prints when a second has gone by.</summary>
    internal void Tick(int version)
    {
        _version = version;
        long nowNs = MonotonicClock.NowNs;
        if (nowNs - _lineNs < PeriodNs)
            return;

        double seconds = (nowNs - _lineNs) / 1e9;
        CameraCounts counts = camera.Counts;
        output.WriteLine(
            $"{(nowNs - _startNs) / 1e9,5:F1} s  episodes {_episodes,4}  return {_recentReturn,5:F1}  weights v{_version,-3} "
            + $"{(actor.Steps - _stepsAtLine) / seconds,6:F0} steps/s  {Picture(counts, seconds, nowNs)}  {_phase}");
        (_lineNs, _stepsAtLine, _cameraAtLine) = (nowNs, actor.Steps, counts);
    }

    internal void Summarise(bool solved)
    {
        double seconds = (MonotonicClock.NowNs - _startNs) / 1e9;
        CameraCounts counts = camera.Counts;
        output.WriteLine();
        output.WriteLine(solved && _last is { } passed
            ? $"SOLVED: greedy mean return {passed.Mean:F1} over {passed.Finished} episodes that training never saw"
            : "stopped before it was solved");
        output.WriteLine(
            $"  {seconds:F1} s, {_episodes} training episodes, {actor.Steps:N0} steps over tcp ({actor.Steps / seconds:F0} a second), "
            + $"weights version {_version}");
        output.WriteLine(
            $"  camera: {counts.Frames} frames through the bridge, {counts.Missed} skipped at the viewer, {counts.Broken} broken, "
            + $"the last {counts.AgeNs / 1e6:F1} ms old when seen");
    }

    private string Picture(CameraCounts counts, double seconds, long nowNs) => counts switch
    {
        { Problem: { } problem } => $"camera: {problem}",
        { LastNs: 0 } => "camera: no frame yet",
        _ when nowNs - counts.LastNs > StaleNs => $"camera: silent for {(nowNs - counts.LastNs) / 1e9:F1} s",
        _ => $"camera {(counts.Frames - _cameraAtLine.Frames) / seconds,4:F1} frames/s, {counts.AgeNs / 1e6,4:F1} ms old, "
            + $"{counts.Missed} skipped",
    };
}
