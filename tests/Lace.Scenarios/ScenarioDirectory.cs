using System.Collections.Concurrent;

namespace Lace.Scenarios;

/// <summary>The names and files of the scenario that is running; what it leaves behind is found and removed.</summary>
/// <remarks>
/// Entered by the runner for each scenario and followed by its threads and tasks. A plain xunit fact may enter one itself:
/// <c>using ScenarioDirectory directory = ScenarioDirectory.Enter();</c> then <see cref="Dispose"/> throws on a leak.
/// </remarks>
public sealed class ScenarioDirectory : IDisposable
{
    private const string SharedMemory = "/dev/shm";
    private static readonly AsyncLocal<ScenarioDirectory?> s_current = new();
    private static int s_entered;

    private readonly ConcurrentBag<Peer> _peers = [];
    private readonly Lazy<string> _files;
    private readonly ScenarioDirectory? _outer = s_current.Value;

    private ScenarioDirectory()
    {
        Prefix = $"t-{Environment.ProcessId}-{Interlocked.Increment(ref s_entered)}";
        _files = new Lazy<string>(() => Directory.CreateTempSubdirectory($"lace-{Prefix}-").FullName);
        s_current.Value = this;
    }

    /// <summary><c>t-&lt;pid&gt;-&lt;n&gt;</c>: unique among the scenarios of all runs on this host.</summary>
    public string Prefix { get; }

    /// <summary>A folder of this scenario's own, made on first use and removed at its end with all that is in it.</summary>
    public string Files => _files.Value;

    /// <summary>The scenario that is running on this thread or task.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public static ScenarioDirectory Current =>
        s_current.Value ?? throw new InvalidOperationException("no scenario is running here: start with ScenarioDirectory.Enter()");

    /// <summary>A name for a segment that no other scenario uses: <c>t-&lt;pid&gt;-&lt;n&gt;-name</c>.</summary>
    /// <exception cref="InvalidOperationException">No scenario is running on this thread or task.</exception>
    public static string SegmentName(string name) => $"{Current.Prefix}-{name}";

    /// <summary>A path for a file of this scenario, in <see cref="Files"/>.</summary>
    /// <exception cref="InvalidOperationException">No scenario is running on this thread or task.</exception>
    public static string FilePath(string name) => Path.Combine(Current.Files, name);

    /// <summary>Starts a scope: names inside are new, and its end looks for what was left.</summary>
    public static ScenarioDirectory Enter() => new();

    /// <summary>Ends peers that still run, removes every file of this scenario, and says what there was.</summary>
    /// <exception cref="ScenarioFailedException">A segment or a peer was left behind.</exception>
    public void Dispose()
    {
        if (CleanUp() is { } leak)
            throw new ScenarioFailedException(leak);
    }

    internal static void Register(Peer peer) => s_current.Value?._peers.Add(peer);

    /// <summary>As <see cref="Dispose"/>, but a leak is an answer: null when nothing was left.</summary>
    internal string? CleanUp()
    {
        s_current.Value = _outer;
        List<string> left = [];
        foreach (Peer peer in _peers.Where(each => each.EndIfRunning()))
            left.Add($"peer still running: {peer.Command} (dispose it in the scenario)");
        foreach (string path in LeftSegments())
        {
            left.Add($"file left: {path}");
            File.Delete(path);
        }

        if (_files.IsValueCreated)
            Directory.Delete(_files.Value, recursive: true);
        return left.Count == 0 ? null : $"left behind: {string.Join("; ", left)}";
    }

    // Contains, not starts: a segment's file has a prefix of its own before the name.
    private string[] LeftSegments() =>
        Directory.Exists(SharedMemory) ? Directory.GetFiles(SharedMemory, $"*{Prefix}-*") : [];
}
