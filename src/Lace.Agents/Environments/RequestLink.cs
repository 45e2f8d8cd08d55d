using System.Buffers;
using Lace.Net;

namespace Lace.Agents.Environments;

/// <summary>The link of every real client.</summary>
internal sealed class RequestLink(RequestClient client) : IEnvironmentLink
{
    /// <inheritdoc/>
    public void Call(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation) =>
        client.Request(request, reply, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();
}
