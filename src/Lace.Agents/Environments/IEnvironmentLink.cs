using System.Buffers;

namespace Lace.Agents.Environments;

/// <summary>One request and its reply: a transport in use, a broken one in tests.</summary>
internal interface IEnvironmentLink : IAsyncDisposable
{
    /// <summary>Sends the request and appends the reply. Throws what <see cref="Net.RequestClient"/> throws.</summary>
    void Call(ReadOnlySpan<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation);
}
