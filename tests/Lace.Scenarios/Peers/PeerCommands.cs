using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Peers;

/// <summary>What a peer can be told to do: name, then arguments, its input and its output; the result is the exit code.</summary>
/// <remarks>A command that waits must also end when its input does (<c>ReadLine</c> returns null).</remarks>
public static class PeerCommands
{
    /// <summary>All commands. Names say area and role, such as <c>topic-publisher</c>.</summary>
    public static IReadOnlyDictionary<string, Func<string[], TextReader, TextWriter, int>> All { get; } =
        new Dictionary<string, Func<string[], TextReader, TextWriter, int>>
        {
            ["echo"] = SelfPeers.Echo,
            ["hang"] = SelfPeers.Hang,
            ["hanging-scenario"] = SelfPeers.HangingScenario,
            ["net-echo-server"] = Net.NetPeers.EchoServer,
            ["net-caller"] = Net.NetPeers.Caller,
            ["net-exporter"] = Net.NetPeers.Exporter,
            ["net-importer"] = Net.NetPeers.Importer,
            ["ipc-create"] = IpcPeers.Create,
            ["ipc-open"] = IpcPeers.Open,
            ["hostile-open"] = HostilePeers.OpenMutants,
            ["hostile-work"] = HostilePeers.WorkOn,
            ["pong"] = LoadPeers.Pong,
            ["load-publisher"] = LoadPeers.Publish,
            ["load-ring-subscriber"] = LoadPeers.ReadRing,
            ["load-topic-subscriber"] = LoadPeers.ReadTopic,
            ["load-server"] = LoadPeers.Serve,
            ["load-client"] = LoadPeers.Call,
        };
}
