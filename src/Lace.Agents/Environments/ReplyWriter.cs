using System.Buffers;

namespace Lace.Agents.Environments;

/// <summary>Replies that no session remembers.</summary>
internal static class ReplyWriter
{
    internal static void WriteError(IBufferWriter<byte> reply, in CallHeader call, EnvironmentError error, string text)
    {
        Span<byte> message = reply.GetSpan(EnvironmentWire.HeaderBytes + EnvironmentWire.MaxErrorBytes);
        reply.Advance(EnvironmentWire.WriteError(message, call, error, text));
    }

    internal static void WriteDone(IBufferWriter<byte> reply, in CallHeader call, ReadOnlySpan<byte> payload)
    {
        EnvironmentWire.WriteReply(reply.GetSpan(EnvironmentWire.HeaderBytes), call, default, status: 0);
        reply.Advance(EnvironmentWire.HeaderBytes);
        reply.Write(payload);
    }
}
