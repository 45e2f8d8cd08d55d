using System.CommandLine;
using Lace.Ipc;

namespace Lace.Edge.Commands;

/// <summary><c>lace ls</c>: the segments of this host.</summary>
internal static class ListCommand
{
    internal static Command Create()
    {
        Option<string> directory = CommonOptions.Directory();
        Command command = new("ls", "List the segments on this host: what they hold, who is attached, and what is broken.") { directory };
        command.SetAction(parsed => Running.Once(parsed, () => Run(parsed.GetValue(directory)!, parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static int Run(string directory, TextWriter output)
    {
        IReadOnlyList<SegmentInfo> segments = SegmentDirectory.List(directory);
        int width = Math.Max("NAME".Length, segments.Select(static s => s.Name.Length).DefaultIfEmpty().Max());
        output.WriteLine($"{"NAME".PadRight(width)}  {"KIND",-11}  {"SIZE",10}  {"LIVE",4}  {"DEAD",4}  NOTE");
        foreach (SegmentInfo segment in segments)
        {
            string note = Printable(segment.Problem ?? (segment.Live == 0 ? "nobody attached" : segment.TypeName));
            output.WriteLine(
                $"{segment.Name.PadRight(width)}  {segment.Kind,-11}  {Size(segment.SizeBytes),10}  {segment.Live,4}  {segment.Dead,4}  "
                + $"{note}");
        }

        return 0;
    }

    // Whoever made the segment chose these characters: they must not reach the terminal as commands.
    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 20 => $"{bytes / 1024.0:F0} KiB",
        < 1 << 30 => $"{bytes / 1048576.0:F1} MiB",
        _ => $"{bytes / 1073741824.0:F2} GiB",
    };
}
