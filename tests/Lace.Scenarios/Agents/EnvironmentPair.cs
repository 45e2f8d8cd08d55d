using System.Buffers;
using System.Text;
using Lace.Agents;
using Lace.Agents.Environments;

namespace Lace.Scenarios.Agents;

/// <summary>A service with counting environments and clients of it, all in this process.</summary>
internal sealed class EnvironmentPair : IDisposable
{
    internal EnvironmentPair(
        Func<CounterEnvironment>? make = null, EnvironmentServerOptions? options = null, bool remembersReplies = true, int attempts = 3)
    {
        Func<CounterEnvironment> factory = make ?? (() => new CounterEnvironment());
        Service = new EnvironmentService(
            () =>
            {
                CounterEnvironment made = factory();
                lock (Made)
                    Made.Add(made);

                return made;
            },
            options ?? new EnvironmentServerOptions(),
            remembersReplies);
        Link = new ServiceLink(Service);
        Client = EnvironmentClient.Open(Link, new EnvironmentClientOptions { Attempts = attempts });
    }

    internal EnvironmentService Service { get; }

    internal ServiceLink Link { get; }

    internal EnvironmentClient Client { get; }

    /// <summary>Every environment that the factory made, in order.</summary>
    internal List<CounterEnvironment> Made { get; } = [];

    internal CounterEnvironment Environment => Made[0];

    /// <summary>Sends bytes as they are; returns the reply's status, payload text and bytes.</summary>
    internal (EnvironmentError Status, string Text, byte[] Reply) Send(byte[] request)
    {
        ArrayBufferWriter<byte> reply = new();
        Service.Handle(request, reply);
        byte[] bytes = reply.WrittenSpan.ToArray();
        return ((EnvironmentError)BitConverter.ToInt32(bytes, 28), Encoding.UTF8.GetString(bytes.AsSpan(32)), bytes);
    }

    internal EnvironmentClient Connect(EnvironmentClientOptions? options = null) =>
        EnvironmentClient.Open(new ServiceLink(Service), options ?? new EnvironmentClientOptions());

    public void Dispose()
    {
        Client.Dispose();
        Service.Dispose();
    }
}
