using System.CommandLine;
using Lace.Edge.Commands;
using Lace.Ipc;

namespace Lace.Scenarios.Edge;

/// <summary>The commands that look at segments, as a user meets them.</summary>
public static class CommandScenarios
{
    public static void A_directory_that_does_not_exist_is_one_sentence()
    {
        foreach ((Command command, string[] arguments) in ((Command, string[])[])
            [(ListCommand.Create(), ["--directory", "/no/such"]), (RemoveCommand.Create(), ["a*", "--directory", "/no/such"])])
        {
            (int exitCode, string output, string error) = Run(command, arguments);
            Check.Equal((1, ""), (exitCode, output));
            Check.Contains($"lace {command.Name}: ", error);
            Check.Contains("/no/such", error);
            Check.Equal(1, error.Count(c => c == '\n'), error);
        }
    }

    public static void A_type_name_cannot_move_the_cursor_of_whoever_lists_it()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using TopicPublisher topic = TopicPublisher.CreateOrOpen(name, new TopicOptions { TypeName = "a\u001b[2Jb\nc\u009bd" });
        (int exitCode, string output, _) = Run(ListCommand.Create());
        Check.Equal(0, exitCode);
        Check.Contains("a?[2Jb?c?d", output);
        Check.False(output.Replace('\n', ' ').Any(char.IsControl));
    }

    public static void Listing_shows_a_live_segment_and_removing_takes_a_dead_one()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using (TopicPublisher topic = TopicPublisher.CreateOrOpen(name, new TopicOptions { Persistent = true, TypeName = "image/jpeg" }))
        {
            string[] lines = Run(ListCommand.Create()).Output.Split('\n');
            Check.Contains("image/jpeg", lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)));
            Check.Equal(1, Run(RemoveCommand.Create(), name).ExitCode);
        }

        Check.Equal((0, $"removed {name}\n", ""), Run(RemoveCommand.Create(), $"{name[..^1]}*"));
        Check.Equal(1, Run(RemoveCommand.Create(), name).ExitCode);
    }

    public static void A_rate_that_is_no_number_or_out_of_range_is_refused_by_its_name()
    {
        foreach (string rate in (string[])["x", "0", "1001", "99999999999"])
        {
            (int exitCode, _, string error) = Run(RobotCommand.Create(), "--fps", rate);
            Check.Equal(1, exitCode);
            Check.Contains("--fps", error);
        }
    }

    private static (int ExitCode, string Output, string Error) Run(Command command, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = command.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }
}
