using Lace.Scenarios;

namespace Lace.Repo.Tests.Scenarios;

/// <summary>A green run means something only if the runner can fail: each way to go wrong is tried here.</summary>
public class ScenarioRunnerTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_scenario_that_holds_passes() => ScenarioRunner.Run(Of(() => Task.CompletedTask));

    [Fact]
    public void A_failing_scenario_fails_with_its_name_and_reason()
    {
        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(
            () => ScenarioRunner.Run(Of(() => throw new InvalidOperationException("two is not three"))));

        Assert.Contains("Self/Sample.Of_a_test: two is not three", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    [Fact]
    public void A_scenario_that_fails_after_an_await_fails()
    {
        Assert.Throws<ScenarioFailedException>(() => ScenarioRunner.Run(Of(async () =>
        {
            await Task.Yield();
            Check.Fail("late");
        })));
    }

    [Fact]
    public void A_hanging_scenario_is_reported_by_name()
    {
        string? report = null;
        Watchdog soft = new(text => report = text);
        using ManualResetEventSlim end = new();
        Scenario hanging = new("Self", "Sample.Hangs", () => Wait(end), TimeSpan.FromMilliseconds(50));

        Assert.Throws<ScenarioFailedException>(() => ScenarioRunner.Run(hanging, soft));
        end.Set();

        Assert.Contains("HUNG: Self/Sample.Hangs", report, StringComparison.Ordinal);
        Assert.Contains("thread", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hanging_scenario_ends_its_process_with_a_failure()
    {
        using ScenarioDirectory directory = ScenarioDirectory.Enter();
        using Peer peer = Peer.Start("hanging-scenario");

        Assert.StartsWith("HUNG: Self/Hanging.For_ever", peer.WaitForLine("HUNG"), StringComparison.Ordinal);
        Assert.NotEqual(0, peer.WaitForExit());
    }

    [Fact]
    public void A_leaked_segment_fails_the_scenario_and_is_removed()
    {
        string path = "";
        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(() => ScenarioRunner.Run(Of(() =>
        {
            path = $"/dev/shm/lace.{ScenarioDirectory.SegmentName("left")}";
            File.WriteAllText(path, "x");
            return Task.CompletedTask;
        })));

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_forgotten_peer_fails_the_scenario_and_is_ended()
    {
        Peer? peer = null;
        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(() => ScenarioRunner.Run(Of(() =>
        {
            peer = Peer.Start("hang");
            peer.WaitForLine("hanging");
            return Task.CompletedTask;
        })));

        Assert.Contains("peer still running: hang", failure.Message, StringComparison.Ordinal);
        Assert.True(peer!.HasExited);
    }

    [Fact]
    public void A_failure_does_not_hide_a_leak()
    {
        ScenarioFailedException failure = Assert.Throws<ScenarioFailedException>(() => ScenarioRunner.Run(Of(() =>
        {
            File.WriteAllText($"/dev/shm/{ScenarioDirectory.SegmentName("left")}", "x");
            throw new InvalidOperationException("first reason");
        })));

        Assert.Contains("first reason", failure.Message, StringComparison.Ordinal);
        Assert.Contains("file left", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_scenario_are_gone_after_it()
    {
        string path = "";
        ScenarioRunner.Run(Of(() =>
        {
            path = ScenarioDirectory.FilePath("note.txt");
            File.WriteAllText(path, "x");
            return Task.CompletedTask;
        }));

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void Two_scenarios_never_share_a_segment_name()
    {
        List<string> names = [];
        for (int i = 0; i < 2; i++)
        {
            ScenarioRunner.Run(Of(() =>
            {
                names.Add(ScenarioDirectory.SegmentName("same"));
                Check.Equal(names[^1], ScenarioDirectory.SegmentName("same"));
                return Task.CompletedTask;
            }));
        }

        Assert.NotEqual(names[0], names[1]);
    }

    private static Scenario Of(Func<Task> body) => new("Self", "Sample.Of_a_test", body, s_limit);

    private static Task Wait(ManualResetEventSlim end)
    {
        end.Wait(s_limit);
        return Task.CompletedTask;
    }
}
