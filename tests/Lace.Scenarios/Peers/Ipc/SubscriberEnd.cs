using System.Buffers.Binary;
using Lace.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>The subscriber of a ring or a topic, for messages as <see cref="PublisherEnd"/> writes them.</summary>
internal sealed class SubscriberEnd(Subscriber subscriber) : IpcEnd
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    internal Subscriber Subscriber => subscriber;

    /// <summary>Has the publisher send a message, and reads until it has come and nothing is left; each message must be whole.</summary>
    internal void ReadUntil(long value, PublisherEnd publisher)
    {
        bool sent = false, came = false;
        while (true)
        {
            // What was there before may fill all the room.
            sent = sent || publisher.TryPublish(value);
            if (subscriber.TryRead(out Lease lease))
            {
                using (lease)
                    came |= ValueOf(lease.Payload) == value;
            }
            else if (came)
            {
                return;
            }
            else
            {
                Check.NotEqual(WaitResult.TimedOut, subscriber.Wait(s_long), $"value={value}, name={subscriber.Name}");
            }
        }
    }

    internal override void Nap(TimeSpan time)
    {
        // Nobody sleeps who has something to read.
        while (subscriber.TryRead(out Lease lease))
            lease.Dispose();

        subscriber.Wait(time);
    }

    internal override string Do(string verb, long argument, TextReader input)
    {
        switch (verb)
        {
            case "read":
                Check.True(subscriber.TryRead(out Lease lease));
                using (lease)
                    return $"read {ValueOf(lease.Payload)} sequence {lease.Sequence} redelivered {lease.Redelivered}";
            case "lease":
                Check.True(subscriber.TryRead(out Lease held));
                return Blocked.WhileOpen($"leased {ValueOf(held.Payload)}", held.Payload);
            case "hold":
                return Hold(input);
            default:
                return NoSuch(verb);
        }
    }

    public override void Dispose() => subscriber.Dispose();

    /// <summary>The number a message holds, after a look at all of it; 0 for an empty one.</summary>
    internal static long ValueOf(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return 0;

        long value = BinaryPrimitives.ReadInt64LittleEndian(payload);
        for (int at = sizeof(long); at < payload.Length; at += sizeof(long))
            Check.Equal(value, BinaryPrimitives.ReadInt64LittleEndian(payload[at..]), $"torn at byte {at}");

        return value;
    }

    /// <summary>Holds a lease over the next line of input, and says whether the message is still what it was.</summary>
    private string Hold(TextReader input)
    {
        Check.True(subscriber.TryRead(out Lease lease));
        using (lease)
        {
            long value = ValueOf(lease.Payload);
            Console.Out.WriteLine($"holding {value}");
            input.ReadLine();
            byte[] expected = new byte[lease.Payload.Length];
            PublisherEnd.Fill(expected, value);
            return lease.Payload.SequenceEqual(expected) ? $"held {value}" : "overwritten";
        }
    }
}
