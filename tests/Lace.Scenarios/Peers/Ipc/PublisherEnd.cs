using System.Buffers.Binary;
using Lace.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>The publisher of a ring or a topic. A message is one number, over and over.</summary>
internal sealed class PublisherEnd(Publisher publisher) : IpcEnd
{
    internal const int MessageBytes = 64;

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    internal Publisher Publisher => publisher;

    internal void Publish(long value)
    {
        Check.True(publisher.Claim(MessageBytes, s_long, out Claim claim), $"name={publisher.Name}");
        Fill(claim.Payload, value);
        claim.Commit();
    }

    internal bool TryPublish(long value)
    {
        if (!publisher.TryClaim(MessageBytes, out Claim claim))
            return false;

        Fill(claim.Payload, value);
        claim.Commit();
        return true;
    }

    internal override void Nap(TimeSpan time)
    {
        // A publisher waits only for room: so it takes all there is first. A topic that is not reliable has room always.
        while (publisher is RingPublisher && publisher.TryPublish([]))
        {
        }

        if (publisher.Claim(publisher.MaxPayloadBytes, time, out Claim claim))
            claim.Dispose();
    }

    internal override string Do(string verb, long argument, TextReader input)
    {
        switch (verb)
        {
            case "publish":
                Publish(argument);
                return $"published {publisher.PublishedSequence}";
            case "claim":
                Check.True(publisher.TryClaim(MessageBytes, out Claim claim));
                Fill(claim.Payload, argument);
                return Blocked.WhileOpen("claimed", claim.Payload);
            default:
                return NoSuch(verb);
        }
    }

    public override void Dispose() => publisher.Dispose();

    internal static void Fill(Span<byte> payload, long value)
    {
        for (int at = 0; at < payload.Length; at += sizeof(long))
            BinaryPrimitives.WriteInt64LittleEndian(payload[at..], value);
    }
}
