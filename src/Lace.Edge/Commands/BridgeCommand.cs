using System.CommandLine;
using System.CommandLine.Parsing;
using Lace.Ipc;
using Lace.Net;

namespace Lace.Edge.Commands;

/// <summary><c>lace bridge</c>: carries topics between shared memory and the network.</summary>
internal static class BridgeCommand
{
    internal static Command Create()
    {
        Argument<Endpoint[]> path = new("endpoint")
        {
            Description =
                "Where messages come from and go to. shm://A tcp://HOST:PORT/B offers topic A to other hosts; "
                + "tcp://HOST:PORT/B shm://C brings it here; "
                + "a chain does one after the other. Port 0 takes any free one.",
            Arity = new ArgumentArity(2, 16),
            CustomParser = ParsePath,
        };
        Option<bool> inOrder = new("--in-order") { Description = "Bring every message instead of always the newest." };
        Option<int> slotBytes = new("--slot-bytes")
        {
            Description = "The largest message of a topic that is created here.",
            DefaultValueFactory = static _ => 1 << 20,
        };
        Option<int> history = new("--history")
        {
            Description = "Messages that a topic created here keeps readable.",
            DefaultValueFactory = static _ => 1,
        };
        Option<bool> reliable = new("--reliable")
        {
            Description = "A topic created here waits for its in-order subscribers; with --in-order, so does the way to it.",
        };
        Option<string?> type = new("--type") { Description = "Type name of the topics, such as image/jpeg." };
        Option<bool> anyInterface = CommonOptions.AllowUnencrypted();
        Command command = new("bridge", "Carry topics from host to host: out of shared memory, over tcp, into shared memory.")
        {
            path, inOrder, slotBytes, history, reliable, type, anyInterface,
        };
        command.SetAction((parsed, stop) => Running.UntilStopped(parsed, stop, () =>
        {
            TopicOptions local = new()
            {
                SlotSizeBytes = parsed.GetValue(slotBytes),
                History = parsed.GetValue(history),
                Reliable = parsed.GetValue(reliable),
                TypeName = parsed.GetValue(type),
            };
            Delivery delivery = parsed.GetValue(inOrder) ? Delivery.InOrder : Delivery.Newest;
            return RunAsync(parsed.GetValue(path)!, delivery, local, parsed.GetValue(anyInterface), parsed.InvocationConfiguration, stop);
        }));
        return command;
    }

    private static Endpoint[]? ParsePath(ArgumentResult result)
    {
        List<Endpoint> path = [];
        foreach (Token token in result.Tokens)
        {
            if (CommonOptions.ParseEndpoint(result, token.Value, EndpointScheme.Shm, EndpointScheme.Tcp) is not { } endpoint)
                return null;

            if (path.Count > 0 && path[^1].Scheme == endpoint.Scheme)
            {
                result.AddError($"{path[^1]} {endpoint}: a bridge goes from shm:// to tcp:// or from tcp:// to shm://");
                return null;
            }

            path.Add(endpoint);
        }

        return [.. path];
    }

    private static async Task RunAsync(
        Endpoint[] path,
        Delivery delivery,
        TopicOptions local,
        bool allowUnencrypted,
        InvocationConfiguration console,
        CancellationToken stop)
    {
        void Log(string sentence) => console.Error.WriteLine(sentence);

        List<TopicExporter> exporters = [];
        List<TopicImporter> importers = [];
        try
        {
            for (int i = 0; i + 1 < path.Length; i++)
            {
                if (path[i].Scheme == EndpointScheme.Shm)
                {
                    TopicExporterOptions options = new()
                    {
                        AllowUnencrypted = allowUnencrypted,
                        Log = Log,
                        Segment = new SegmentOptions { TypeName = local.TypeName },
                    };
                    exporters.Add(TopicExporter.Start(path[i + 1], path[i].Name, options));

                    // The next hop needs the port that was really taken.
                    path[i + 1] = exporters[^1].Endpoint;
                }
                else
                {
                    importers.Add(TopicImporter.Start(path[i], path[i + 1].Name, delivery, local, new TopicImporterOptions { Log = Log }));
                }
            }

            console.Output.WriteLine($"ready {string.Join(' ', path.AsEnumerable())}");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        }
        finally
        {
            foreach (TopicImporter importer in importers)
            {
                TopicImporterCounters counters = importer.Counters;
                await importer.DisposeAsync().ConfigureAwait(false);
                console.Output.WriteLine(
                    $"{importer.Endpoint}: received {counters.Received}, missed {counters.Missed}, rejected {counters.Rejected}, "
                    + $"reconnects {counters.Reconnects}");
            }

            foreach (TopicExporter exporter in exporters)
            {
                TopicExporterCounters counters = exporter.Counters;
                await exporter.DisposeAsync().ConfigureAwait(false);
                console.Output.WriteLine($"{exporter.Endpoint}: sent {counters.Sent}, skipped {counters.Skipped}");
            }
        }
    }
}
