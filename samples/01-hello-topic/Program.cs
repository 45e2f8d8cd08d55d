// Two processes share messages through a topic: start `hello-topic watch` and `hello-topic publish 100` in either order.
using System.Text;
using Lace.Ipc;

const string Name = "hello/topic";
TopicOptions options = new() { SlotSizeBytes = 256 };

switch (args)
{
    case ["publish", .. var rest]:
        return Publish(rest is [var count] ? int.Parse(count) : 100);
    case ["watch"]:
        return Watch();
    default:
        Console.Error.WriteLine("usage: hello-topic publish [COUNT] | hello-topic watch");
        return 64;
}

int Publish(int count)
{
    using TopicPublisher publisher = TopicPublisher.CreateOrOpen(Name, options);
    for (int i = 1; i <= count; i++)
    {
        // Reserve a slot, write into shared memory, make it visible. Disposing without Commit would give the slot back.
        publisher.TryClaim(options.SlotSizeBytes, out Claim claim);
        using (claim)
        {
            int bytes = Encoding.UTF8.GetBytes($"message {i} of {count}", claim.Payload);
            claim.Commit(bytes, captureTimeNs: MonotonicClock.NowNs);
        }

        Thread.Sleep(20);
    }

    Console.WriteLine($"published {count} messages, the last with sequence {publisher.PublishedSequence}");
    return 0;
}

int Watch()
{
    // Whoever comes first creates the topic. Newest: a slow reader skips, and is told how many.
    using TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(Name, options, Delivery.Newest);
    bool seenPublisher = false;
    while (true)
    {
        // Asked before the last look, so that what a publisher said before it left is not missed.
        bool publisherGone = seenPublisher && subscriber.Publishers == 0;
        if (subscriber.TryRead(out Lease lease))
        {
            using (lease)
            {
                double ageUs = (MonotonicClock.NowNs - lease.CaptureTimeNs) / 1e3;
                Console.WriteLine(
                    $"#{lease.Sequence} missed {lease.MissedCount}, {ageUs:F0} us old: {Encoding.UTF8.GetString(lease.Payload)}");
            }

            seenPublisher = true;
        }
        else if (publisherGone)
        {
            return 0;
        }
        else
        {
            // Sleeps until a message comes, or the publisher comes or goes, killed or not.
            subscriber.Wait(Timeout.InfiniteTimeSpan);
        }
    }
}
