using System.Buffers;
using System.Globalization;
using Lace.Ipc;
using Lace.Net;

namespace Lace.Scenarios.Net;

/// <summary>Second processes of the network scenarios.</summary>
internal static class NetPeers
{
    /// <summary>Serves an echo on the port of its argument, says its endpoint, and hangs in the handler when it is asked to.</summary>
    internal static int EchoServer(string[] args, TextReader input, TextWriter output)
    {
        int port = int.Parse(args[0], CultureInfo.InvariantCulture);
        RequestServer server = RequestServer.Bind(
            NetHelp.AnyPort.WithPort(port),
            async (request, reply, cancellation) =>
            {
                if (request.Span.SequenceEqual("hang"u8))
                {
                    await output.WriteLineAsync("hanging".AsMemory(), cancellation);
                    await Task.Delay(Timeout.Infinite, cancellation);
                }

                reply.Write(request.Span);
            },
            NetHelp.ServerOptions);
        output.WriteLine(server.Endpoint);
        input.ReadLine();
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>Makes one call to the endpoint of its argument.</summary>
    internal static int Caller(string[] args, TextReader input, TextWriter output)
    {
        RequestClient client = RequestClient.Connect(Endpoint.Parse(args[0]), NetHelp.QuickClientOptions);
        output.WriteLine(NetHelp.Call(client, [1]).Length);
        client.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>Exports the topic of its second argument on the port of its first.</summary>
    internal static int Exporter(string[] args, TextReader input, TextWriter output)
    {
        int port = int.Parse(args[0], CultureInfo.InvariantCulture);
        TopicExporter exporter = TopicExporter.Start(
            NetHelp.AnyPort.WithPort(port), args[1], new TopicExporterOptions { Heartbeat = NetHelp.Heartbeat });
        output.WriteLine(exporter.Endpoint);
        input.ReadLine();
        exporter.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>Imports the endpoint of its first argument into the topic of its second.</summary>
    internal static int Importer(string[] args, TextReader input, TextWriter output)
    {
        TopicImporter importer = TopicImporter.Start(
            Endpoint.Parse(args[0]), args[1], Delivery.InOrder, new TopicOptions(),
            new TopicImporterOptions { Heartbeat = NetHelp.Heartbeat });
        Check.Eventually(() => importer.State == TopicImporterState.Live);
        output.WriteLine("live");
        input.ReadLine();
        importer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;
    }
}
