using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lace.Edge.Tests;

/// <summary>The README's first command, run as a user runs it, and with each of its four processes killed.</summary>
public sealed partial class DemoTests
{
    [Fact]
    public void The_demo_solves_its_task_and_leaves_nothing_behind()
    {
        using Demo demo = Demo.Start("--seed", "2");

        Assert.Equal(0, demo.WaitForExit());
        Assert.Contains("SOLVED", demo.Output);
        Assert.Empty(demo.LeftBehind());
    }

    [Fact]
    public void Two_demos_at_once_do_not_meet()
    {
        using Demo first = Demo.Start("--seed", "3");
        using Demo second = Demo.Start("--seed", "4");

        Assert.Equal(0, first.WaitForExit());
        Assert.Equal(0, second.WaitForExit());
        Assert.Empty(first.LeftBehind().Concat(second.LeftBehind()));
    }

    [Theory]
    [InlineData("robot", "the robot ended (killed by signal 9)")]
    [InlineData("learner", "the learner ended (killed by signal 9)")]
    [InlineData("policy", "the policy ended (killed by signal 9)")]
    public void Killing_a_process_ends_the_demo_with_a_message_and_leaves_nothing(string victim, string message)
    {
        using Demo demo = Demo.Start("--keep", "--seed", "2");
        demo.WaitForLine("steps/s");

        demo.Kill(victim);

        Assert.Equal(1, demo.WaitForExit());
        Assert.Contains(message, demo.Output);
        Assert.Empty(demo.LeftBehind());
    }

    [Fact]
    public void Killing_the_bridge_costs_the_camera_and_not_the_learning()
    {
        using Demo demo = Demo.Start("--keep", "--seed", "2");
        demo.WaitForLine("frames/s");

        demo.Kill("bridge");

        demo.WaitForLine("learning goes on without the camera");
        demo.WaitForLine("camera: silent");
        demo.Interrupt();
        Assert.Equal(130, demo.WaitForExit());
        Assert.Empty(demo.LeftBehind());
    }

    [Fact]
    public void An_interrupt_stops_all_of_it_and_leaves_nothing()
    {
        using Demo demo = Demo.Start("--keep", "--seed", "2");
        demo.WaitForLine("steps/s");

        demo.Interrupt();

        Assert.Equal(130, demo.WaitForExit());
        Assert.Contains("demo: stopped", demo.Output);
        Assert.Empty(demo.LeftBehind());
    }

    private sealed partial class Demo : IDisposable
    {
        private static readonly TimeSpan s_watchdog = TimeSpan.FromMinutes(2);

        private readonly Process _script;
        private readonly List<string> _lines = [];
        private readonly Dictionary<string, int> _pids = [];

        private Demo(Process script)
        {
            _script = script;
            script.OutputDataReceived += (_, line) => Add(line.Data);
            script.ErrorDataReceived += (_, line) => Add(line.Data);
            script.BeginOutputReadLine();
            script.BeginErrorReadLine();
        }

        internal string Output
        {
            get
            {
                lock (_lines)
                    return string.Join('\n', _lines);
            }
        }

        internal static Demo Start(params string[] arguments)
        {
            string root = Root();
            string[] noBuild = File.Exists(Path.Combine(root, "src/Lace.Edge/bin/native/lace")) ? ["--no-build"] : [];
            ProcessStartInfo start = new(Path.Combine(root, "demo"), [.. arguments, .. noBuild])
            {
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            Demo demo = new(Process.Start(start)!);
            Match pids = ProcessLine().Match(demo.WaitForLine("demo: robot "));
            foreach (string name in new[] { "robot", "bridge", "policy", "learner" })
                demo._pids[name] = int.Parse(pids.Groups[name].Value, CultureInfo.InvariantCulture);

            return demo;
        }

        internal string WaitForLine(string part)
        {
            long start = Stopwatch.GetTimestamp();
            while (true)
            {
                lock (_lines)
                {
                    if (_lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } found)
                        return found;

                    bool over = Stopwatch.GetElapsedTime(start) > s_watchdog || _script.HasExited && !Monitor.Wait(_lines, 1000);
                    Assert.False(over, $"no line with \"{part}\" in:\n{string.Join('\n', _lines)}");
                    Monitor.Wait(_lines, 1000);
                }
            }
        }

        internal void Kill(string name) => Process.GetProcessById(_pids[name]).Kill();

        // Bash in the background of a test ignores SIGINT unless it has a trap, which the script has.
        internal void Interrupt() => Process.Start("kill", ["-INT", $"{_script.Id}"]).WaitForExit();

        internal int WaitForExit()
        {
            Assert.True(_script.WaitForExit(s_watchdog), $"the demo did not end:\n{Output}");
            _script.WaitForExit();
            return _script.ExitCode;
        }

        internal IEnumerable<string> LeftBehind() =>
            Directory.GetFiles("/dev/shm", $"lace.demo-{_script.Id}~*").Concat(
                _pids.Where(pid => IsRunning(pid.Value)).Select(pid => $"process {pid.Key} {pid.Value}"));

        public void Dispose()
        {
            if (!_script.HasExited)
                _script.Kill(entireProcessTree: true);

            _script.Dispose();
        }

        private static bool IsRunning(int pid) =>
            File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

        private static string Root()
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "Lace.sln")))
                folder = Path.GetDirectoryName(folder);

            return folder ?? throw new InvalidOperationException($"no Lace.sln above {AppContext.BaseDirectory}");
        }

        private void Add(string? line)
        {
            lock (_lines)
            {
                if (line is not null)
                    _lines.Add(line);

                Monitor.PulseAll(_lines);
            }
        }

        [GeneratedRegex(@"robot (?<robot>\d+) at .*, bridge (?<bridge>\d+), policy (?<policy>\d+), learner (?<learner>\d+);")]
        private static partial Regex ProcessLine();
    }
}
