using System.Buffers;
using Lace.Agents.Environments;

namespace Lace.Scenarios.Agents;

/// <summary>A service without a transport between, or with one that loses and repeats as told.</summary>
internal sealed class ServiceLink(EnvironmentService service) : IEnvironmentLink
{
    /// <summary>What becomes of the next call; the default delivers it.</summary>
    internal Func<LinkFault> NextFault { get; set; } = () => LinkFault.None;

    /// <summary>Requests as they were sent, when asked for.</summary>
    internal List<byte[]>? Sent { get; set; }

    /// <summary>Changes a reply on its way.</summary>
    internal Func<byte[], byte[]>? Tamper { get; set; }

    public void Call(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Sent?.Add(request.ToArray());
        LinkFault fault = NextFault();
        if (fault == LinkFault.RequestLost)
            throw new TimeoutException("the request was lost, as the test asked");

        if (fault == LinkFault.Repeated)
            service.Handle(request, new ArrayBufferWriter<byte>());

        if (Tamper is not null)
        {
            ArrayBufferWriter<byte> whole = new();
            service.Handle(request, whole);
            reply.Write(Tamper(whole.WrittenSpan.ToArray()));
            return;
        }

        if (fault == LinkFault.ReplyLost)
        {
            service.Handle(request, new ArrayBufferWriter<byte>());
            throw new TimeoutException("the reply was lost, as the test asked");
        }

        service.Handle(request, reply);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
