using System.Globalization;
using Lace.Ipc;
using Lace.Scenarios.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>Peers that meet damaged segments. They must live on: only a <see cref="SegmentException"/> is an answer.</summary>
internal static class HostilePeers
{
    private const long BytesPerRoundMax = 16 << 20;

    /// <summary>
    /// <c>hostile-open KIND DIRECTORY SEED ROUNDS</c>: opens damaged copies of the segment <c>base</c>, and works with what opens.
    /// </summary>
    internal static int OpenMutants(string[] args, TextReader input, TextWriter output)
    {
        (string kind, string directory) = (args[0], args[1]);
        Random random = new(int.Parse(args[2], CultureInfo.InvariantCulture));
        string original = Path.Combine(directory, "lace.base"), mutant = Path.Combine(directory, "lace.mutant");
        int refused = 0, rounds = int.Parse(args[3], CultureInfo.InvariantCulture);
        for (int round = 0; round < rounds; round++)
        {
            File.Delete(mutant);
            File.Copy(original, mutant);
            using (RawSegment raw = new("mutant", directory))
            {
                for (int words = random.Next(1, 4); words > 0; words--)
                    Mutation.Apply(raw, random);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            if (!TryWork(kind, "mutant", directory))
                refused++;

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Check.AtMost(BytesPerRoundMax, allocated, $"round={round}");
        }

        output.WriteLine($"done refused={refused} of {rounds}");
        return 0;
    }

    /// <summary><c>hostile-work KIND DIRECTORY NAME</c>: works with a segment that is being damaged, until its input ends.</summary>
    internal static int WorkOn(string[] args, TextReader input, TextWriter output)
    {
        Task<string?> end = Task.Run(input.ReadLine);
        output.WriteLine("working");
        int refused = 0;
        while (!end.IsCompleted)
        {
            if (!TryWork(args[0], args[2], args[1]))
                refused++;
        }

        output.WriteLine($"survived refused={refused}");
        return 0;
    }

    private static bool TryWork(string kind, string name, string directory)
    {
        bool isWell = true;
        SegmentOptions options = new() { Directory = directory };
        foreach (Func<IDisposable> open in Ends(kind, name, options))
        {
            IDisposable? end = null;
            try
            {
                end = open();
                for (int i = 0; i < 8; i++)
                    Work(end);
            }
            catch (SegmentException)
            {
                isWell = false;
            }
            finally
            {
                end?.Dispose();
            }
        }

        return isWell;
    }

    private static Func<IDisposable>[] Ends(string kind, string name, SegmentOptions options) => kind switch
    {
        "topic" =>
        [
            () => TopicPublisher.Open(name, options),
            () => TopicSubscriber.Open(name, Delivery.Newest, options),
            () => TopicSubscriber.Open(name, Delivery.InOrder, options),
        ],
        "ring" => [() => RingPublisher.Open(name, options), () => RingSubscriber.Open(name, options)],
        "calls" =>
        [
            () => RequestRingServer.CreateOrOpen(name, IpcEnd.RequestOptions with { Directory = options.Directory, Persistent = true }),
            () => RequestRingClient.Open(name, options),
        ],
        "snapshot" =>
        [
            () => SnapshotPublisher<Guid>.CreateOrOpen(name, new SnapshotOptions { Directory = options.Directory, Persistent = true }),
            () => SnapshotSubscriber<Guid>.Open(name, options),
        ],
        _ => throw new ArgumentException($"no such kind: kind={kind}"),
    };

    private static void Work(IDisposable end)
    {
        TimeSpan moment = TimeSpan.FromMilliseconds(0.2);
        switch (end)
        {
            case Publisher publisher:
                if (publisher.Claim(100, moment, out Claim claim))
                {
                    claim.Payload.Fill(1);
                    claim.Commit();
                }

                break;
            case Subscriber subscriber:
                if (subscriber.TryRead(out Lease lease))
                {
                    lease.Payload.IndexOf((byte)0xff);
                    lease.Dispose();
                }
                else
                {
                    subscriber.Wait(moment);
                }

                break;
            case RequestRingServer server:
                if (server.TryTake(out Request request))
                {
                    server.TryReply(request.Id, request.Payload);
                    request.Dispose();
                }
                else
                {
                    server.Wait(moment);
                }

                break;
            case RequestRingClient client:
                client.Call([1, 2, 3], moment, out Lease reply);
                reply.Dispose();
                break;
            case SnapshotPublisher<Guid> snapshot:
                snapshot.Publish(Guid.AllBitsSet);
                break;
            case SnapshotSubscriber<Guid> snapshot:
                snapshot.Read(out _);
                snapshot.Wait(moment);
                break;
            default:
                throw new ArgumentException($"no such end: {end}");
        }
    }
}
