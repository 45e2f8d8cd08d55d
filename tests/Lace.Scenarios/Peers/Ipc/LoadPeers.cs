using System.Buffers.Binary;
using System.Globalization;
using Lace.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>
/// Peers that work without a pause until they are killed, and check what they see. A check that fails ends the process, which
/// the scenario notices: it kills only the living.
/// </summary>
internal static class LoadPeers
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    /// <summary><c>load-publisher ROLE NAME PROGRESS</c>: publishes its sequence. Progress 0: the last one it has committed.</summary>
    internal static int Publish(string[] args, TextReader input, TextWriter output)
    {
        using PublisherEnd end = (PublisherEnd)IpcEnd.Open(args[0], args[1]);
        using Progress progress = new(args[2], 1);
        Publisher publisher = end.Publisher;
        Check.AtLeast(progress[0], publisher.PublishedSequence, "a committed message is lost");
        Check.AtMost(progress[0] + 1, publisher.PublishedSequence, "a message was committed that nobody published");
        output.WriteLine("attached");
        while (true)
        {
            long number = publisher.PublishedSequence + 1;
            Check.True(publisher.Claim(LoadMessage.BytesOf(number), s_long, out Claim claim), $"stalled at {number}");
            LoadMessage.Write(claim.Payload, number);
            claim.Commit();
            progress[0] = number;
        }
    }

    /// <summary><c>load-ring-subscriber NAME PROGRESS</c>: reads a ring. Progress 0: the last one it has dealt with.</summary>
    internal static int ReadRing(string[] args, TextReader input, TextWriter output)
    {
        using RingSubscriber subscriber = RingSubscriber.Open(args[0]);
        using Progress progress = new(args[1], 1);
        output.WriteLine("attached");
        while (true)
        {
            if (!subscriber.TryRead(out Lease lease))
            {
                Check.NotEqual(WaitResult.TimedOut, subscriber.Wait(s_long));
                continue;
            }

            using (lease)
            {
                long number = LoadMessage.Read(lease.Payload), done = progress[0];
                Check.Equal(number, lease.Sequence);
                bool isNext = number == done + 1 || (number == done && lease.Redelivered);
                Check.True(isNext, $"number={number}, done={done}, redelivered={lease.Redelivered}");
                progress[0] = number;
            }
        }
    }

    /// <summary><c>load-topic-subscriber NAME DELIVERY</c>: reads a topic.</summary>
    internal static int ReadTopic(string[] args, TextReader input, TextWriter output)
    {
        using TopicSubscriber subscriber = TopicSubscriber.Open(args[0], Enum.Parse<Delivery>(args[1]));
        output.WriteLine("attached");
        long last = 0;
        while (true)
        {
            if (!subscriber.TryRead(out Lease lease))
            {
                Check.NotEqual(WaitResult.TimedOut, subscriber.Wait(s_long));
                continue;
            }

            using (lease)
            {
                Check.Equal(lease.Sequence, LoadMessage.Read(lease.Payload));
                Check.AtLeast(last + 1, lease.Sequence);
                if (last != 0)
                    Check.Equal(lease.Sequence - last - 1, lease.MissedCount);

                last = lease.Sequence;
            }
        }
    }

    /// <summary><c>pong IN OUT</c>: sends back what comes, with random pauses, and parks without a limit in between.</summary>
    internal static int Pong(string[] args, TextReader input, TextWriter output)
    {
        using RingSubscriber subscriber = RingSubscriber.Open(args[0]);
        using RingPublisher publisher = RingPublisher.Open(args[1]);
        Random random = new(Environment.ProcessId);
        output.WriteLine("attached");
        while (true)
        {
            if (subscriber.TryRead(out Lease lease))
            {
                bool isLast = lease.Payload.IsEmpty;
                Pause(random);
                Check.True(publisher.TryPublish(lease.Payload));
                lease.Dispose();
                if (isLast)
                    return 0;
            }
            else
            {
                subscriber.Wait(Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>As often nothing as long enough for the other side to fall asleep, or to be just about to.</summary>
    internal static void Pause(Random random)
    {
        if (random.Next(2) == 0)
            Thread.SpinWait(random.Next(20_000));
    }

    /// <summary><c>load-server NAME RUNS COUNT</c>: counts in RUNS how often each request ran, and sends it back.</summary>
    internal static int Serve(string[] args, TextReader input, TextWriter output)
    {
        using ServerEnd end = (ServerEnd)IpcEnd.Open(IpcEnd.RequestServer, args[0]);
        using Progress runs = new(args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        output.WriteLine("attached");
        while (true)
        {
            if (!end.Server.TryTake(out Request request))
            {
                end.Server.Wait(s_long);
                continue;
            }

            using (request)
            {
                int number = (int)BinaryPrimitives.ReadInt64LittleEndian(request.Payload);
                runs[number]++;
                end.Server.TryReply(request.Id, request.Payload);
            }
        }
    }

    /// <summary><c>load-client NAME RUNS COUNT FIRST END</c>: calls with each number once; those replied must have run once.</summary>
    internal static int Call(string[] args, TextReader input, TextWriter output)
    {
        using RequestRingClient client = RequestRingClient.Open(args[0]);
        int[] numbers = [.. args[2..].Select(static each => int.Parse(each, CultureInfo.InvariantCulture))];
        using Progress runs = new(args[1], numbers[0]);
        output.WriteLine("attached");
        byte[] message = new byte[LoadMessage.MaxBytes];
        for (int number = numbers[1]; number < numbers[2]; number++)
        {
            Span<byte> request = message.AsSpan(0, LoadMessage.BytesOf(number));
            LoadMessage.Write(request, number);
            CallResult result = client.Call(request, s_long, out Lease reply);
            using (reply)
            {
                Check.NotEqual(CallResult.TimedOut, result, $"number={number}");
                if (result == CallResult.Replied)
                    Check.Equal(number, LoadMessage.Read(reply.Payload));

                Check.AtMost(1, runs[number]);
                if (result is CallResult.Replied or CallResult.NoServer)
                    Check.Equal(result == CallResult.Replied ? 1 : 0, runs[number], $"number={number}, result={result}");
            }

            // Without a server there is nothing to do; numbers are not to be used up meanwhile.
            if (result == CallResult.NoServer)
                Thread.Sleep(1);
        }

        output.WriteLine("done");
        input.ReadLine();
        return 0;
    }
}
