using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Lace.Scenarios;

/// <summary>The second process of a scenario: a command of <see cref="Peers.PeerCommands"/>, spoken to by lines.</summary>
/// <remarks>
/// One thread at a time. Its standard input closes when this process ends, however it ends, and a peer whose input ends exits
/// by itself: none survives a crashed run. A scenario must dispose what it starts; forgotten peers fail it.
/// </remarks>
public sealed partial class Peer : IDisposable
{
    private const int SigKill = 9;
    private const int SigContinue = 18;
    private const int SigStop = 19;
    private const string AotRunner = "Lace.AotCheck";
    private const string PeerHostName = "Lace.Ipc.Peer";

    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_disposeGrace = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<Peer, bool> s_running = new();

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly ConcurrentQueue<string> _transcript = new();
    private readonly Thread[] _readers;

    private Peer(string command, Process process)
    {
        Command = command;
        _process = process;
        ProcessId = process.Id;
        _readers = [StartReader("peer-out", ReadOutput), StartReader("peer-err", ReadErrors)];
        s_running.TryAdd(this, true);
        ScenarioDirectory.Register(this);
    }

    /// <summary>The command and its arguments.</summary>
    public string Command { get; }

    /// <summary>The process id.</summary>
    public int ProcessId { get; }

    /// <summary>True once the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a peer that runs one command.</summary>
    /// <exception cref="FileNotFoundException">The peer's executable is not next to the test assembly.</exception>
    public static Peer Start(string command, params string[] args)
    {
        ProcessStartInfo start = Executable();
        start.ArgumentList.Add(command);
        foreach (string arg in args)
            start.ArgumentList.Add(arg);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new Peer(string.Join(' ', [command, .. args]), Process.Start(start)!);
    }

    /// <summary>Sends one line. A peer that is gone already is not an error here: the next wait tells.</summary>
    public void Send(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException gone)
        {
            _transcript.Enqueue($"(not sent: {line}: {gone.Message})");
        }
    }

    /// <summary>The next line that starts with <paramref name="prefix"/>; lines before it are passed over.</summary>
    /// <exception cref="ScenarioFailedException">The peer ended, or <paramref name="timeout"/> (default 30 s) went by.</exception>
    public string WaitForLine(string prefix = "", TimeSpan? timeout = null)
    {
        TimeSpan limit = timeout ?? s_defaultTimeout;
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan left = limit; left > TimeSpan.Zero; left = limit - Stopwatch.GetElapsedTime(start))
        {
            if (_lines.TryTake(out string? line, left))
            {
                if (line.StartsWith(prefix, StringComparison.Ordinal))
                    return line;
            }
            else if (_lines.IsCompleted)
            {
                _process.WaitForExit(s_disposeGrace);
                throw new ScenarioFailedException($"peer ended without a line \"{prefix}\": {Describe()}");
            }
        }

        throw new ScenarioFailedException($"no line \"{prefix}\" within {limit.TotalSeconds:0.###} s: {Describe()}");
    }

    /// <summary>Closes the peer's input: it sees the end, and exits by itself if it does nothing about it.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>The exit code, once the process has ended by itself (137 after SIGKILL).</summary>
    /// <exception cref="ScenarioFailedException">It still runs after <paramref name="timeout"/> (default 30 s).</exception>
    public int WaitForExit(TimeSpan? timeout = null)
    {
        TimeSpan limit = timeout ?? s_defaultTimeout;
        if (!_process.WaitForExit(limit))
            throw new ScenarioFailedException($"peer did not end within {limit.TotalSeconds:0.###} s: {Describe()}");
        s_running.TryRemove(this, out _);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no handler, no finally, no exit code of its own. Returns when the process is gone.</summary>
    public void Kill9()
    {
        Signal(SigKill);
        WaitForExit();
    }

    /// <summary>SIGSTOP: alive, but not running, until <see cref="Continue"/>. Returns when no thread of it runs any more.</summary>
    public void Stop()
    {
        Signal(SigStop);

        // The kernel stops each thread when it next looks: until then the peer may still answer.
        Check.Eventually(() => Directory.GetDirectories($"/proc/{ProcessId}/task").All(IsStopped));
    }

    /// <summary>SIGCONT: runs again after <see cref="Stop"/>.</summary>
    public void Continue() => Signal(SigContinue);

    /// <summary>Closes the peer's input, waits a few seconds for it to end, then kills it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            CloseInput();
            _process.WaitForExit(s_disposeGrace);
        }

        EndIfRunning();
        foreach (Thread reader in _readers)
            reader.Join(s_disposeGrace);
    }

    /// <summary>The peers of this process that have not been seen to end.</summary>
    internal static IReadOnlyCollection<Peer> Running() => [.. s_running.Keys];

    /// <summary>Kills the process if it still runs; false when it had ended already.</summary>
    internal bool EndIfRunning()
    {
        bool wasRunning = !_process.HasExited;
        if (wasRunning)
            Kill9();
        s_running.TryRemove(this, out _);
        return wasRunning;
    }

    /// <summary>Command, pid, state and what it last said.</summary>
    internal string Describe()
    {
        string state = _process.HasExited ? $"exit code {_process.ExitCode}" : "running";
        string said = _transcript.IsEmpty ? "it said nothing" : $"it said:\n    {string.Join("\n    ", _transcript.TakeLast(20))}";
        return $"peer {ProcessId} ({Command}), {state}; {said}";
    }

    // The state is the first word after the name in parentheses, which may itself contain any character.
    private static bool IsStopped(string task)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(task, "stat"));
            return stat.AsSpan(stat.LastIndexOf(')') + 2).StartsWith("T ");
        }
        catch (IOException)
        {
            // The thread ended while we looked: look at all of them again.
            return false;
        }
    }

    private static ProcessStartInfo Executable()
    {
        if (Assembly.GetEntryAssembly()?.GetName().Name == AotRunner)
            return new ProcessStartInfo(Environment.ProcessPath!) { ArgumentList = { "peer" } };

        string host = Path.Combine(AppContext.BaseDirectory, PeerHostName);
        if (!File.Exists(host))
            throw new FileNotFoundException($"no {PeerHostName} next to the tests: reference tests/{PeerHostName} in their project", host);

        // The host program looks for the runtime in its usual places; the one that runs this test may be elsewhere.
        string runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return new ProcessStartInfo(host) { Environment = { ["DOTNET_ROOT"] = runtime } };
    }

    private static Thread StartReader(string name, ThreadStart read)
    {
        Thread thread = new(read) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    private void ReadOutput()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _transcript.Enqueue(line);
            _lines.Add(line);
        }

        _lines.CompleteAdding();
    }

    private void ReadErrors()
    {
        while (_process.StandardError.ReadLine() is { } line)
            _transcript.Enqueue($"(err) {line}");
    }

    private void Signal(int signal)
    {
        // Not sent once the process was reaped: its number may be another's by now.
        if (!_process.HasExited && Kill(ProcessId, signal) != 0)
            throw new ScenarioFailedException($"kill({ProcessId}, {signal}) failed: errno={Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
