using System.Diagnostics;
using Lace.Scenarios;
using Lace.Scenarios.Peers;

namespace Lace.Repo.Tests.Scenarios;

public class PeerTests
{
    [Fact]
    public void A_peer_hears_arguments_and_lines_and_its_exit_code_arrives()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("echo", "one", "two words");

        Assert.Equal("ready one two words", peer.WaitForLine("ready"));
        peer.Send("passed over");
        peer.Send("wanted");
        Assert.Equal("wanted", peer.WaitForLine("wan"));
        peer.Send("exit 3");
        Assert.Equal(3, peer.WaitForExit());
    }

    [Fact]
    public void A_killed_peer_is_gone_when_the_kill_returns()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("hang");
        peer.WaitForLine("hanging");

        peer.Kill9();

        Assert.Equal(137, peer.WaitForExit());
        Assert.False(Directory.Exists($"/proc/{peer.ProcessId}"));
    }

    [Fact]
    public void A_stopped_peer_says_nothing_until_it_continues()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("echo");
        peer.WaitForLine("ready");

        peer.Stop();
        peer.Send("hello");
        Assert.Throws<ScenarioFailedException>(() => peer.WaitForLine("hello", TimeSpan.FromMilliseconds(200)));
        peer.Continue();

        Assert.Equal("hello", peer.WaitForLine("hello"));
    }

    [Fact]
    public void Waiting_for_a_line_of_a_peer_that_ended_fails_with_what_it_said()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("echo", "last-words");
        peer.Send("exit 5");

        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(() => peer.WaitForLine("never said"));

        Assert.Contains("last-words", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_command_names_the_known_ones()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("no-such-command");

        Assert.Equal(PeerHost.UsageExitCode, peer.WaitForExit());
        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(() => peer.WaitForLine("x"));
        Assert.Contains("echo", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_ignores_the_end_of_its_input_ends_all_the_same()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("hang");
        peer.WaitForLine("hanging");

        peer.CloseInput();

        Assert.Equal(PeerHost.OrphanedExitCode, peer.WaitForExit());
    }

    [Fact]
    public void No_peer_survives_the_death_of_its_parent()
    {
        // A shell stands for the crashed test run: it starts a peer on a pipe it holds open, says its id, and is killed.
        string peer = Path.Combine(AppContext.BaseDirectory, "Lace.Ipc.Peer");
        string script = $"exec 3> >(exec '{peer}' hang >/dev/null); echo $!; exec sleep 60";
        using Process parent = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        string processId = parent.StandardOutput.ReadLine()!;
        Assert.True(Directory.Exists($"/proc/{processId}"));

        parent.Kill();

        Check.Eventually(() => !Directory.Exists($"/proc/{processId}"));
    }
}
