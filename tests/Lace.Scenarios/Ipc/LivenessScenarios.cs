using System.Diagnostics;
using System.Globalization;
using Lace.Ipc;
using Lace.Ipc.Segments;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>Who counts as alive: exactly who holds its lock, however it behaves and whoever its children are.</summary>
public static class LivenessScenarios
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    public static void A_stopped_process_is_never_taken_for_dead() => Check.Equal("held 1", Stopped(static _ => { }));

    public static void A_reaper_that_did_not_test_the_lock_would_be_caught_by_the_scenario_above() =>
        Check.Equal("overwritten", Stopped(static name =>
        {
            using RawSegment raw = new(name);
            raw.Entry(1).ClearClaims();
        }));

    public static void A_child_of_a_dead_process_does_not_keep_it_alive() => Check.True(IsReaped(childKeepsLocks: false));

    public static void A_child_that_inherited_the_lock_would_keep_its_dead_parent_alive() => Check.False(IsReaped(childKeepsLocks: true));

    public static void Live_peers_keep_working_when_the_file_is_unlinked_under_them()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using Peer oldPeer = Crash.Start(create: true, IpcEnd.TopicPublisher, name);
        oldPeer.WaitForLine("attached");
        using (SubscriberEnd oldReader = (SubscriberEnd)IpcEnd.Open(IpcEnd.TopicSubscriber, name))
        {
            File.Delete($"/dev/shm/lace.{name}");
            Crash.Ask(oldPeer, "publish 1", "published");
            Read(oldReader, 1);

            // The name is free: who comes now makes a segment of its own, and neither side sees the other.
            using PublisherEnd newWriter = (PublisherEnd)IpcEnd.Create(IpcEnd.TopicPublisher, name);
            using SubscriberEnd newReader = (SubscriberEnd)IpcEnd.Open(IpcEnd.TopicSubscriber, name);
            newWriter.Publish(2);
            Read(newReader, 2);
            Crash.Ask(oldPeer, "publish 3", "published");
            Read(oldReader, 3);
            Check.False(newReader.Subscriber.TryRead(out _));

            oldReader.Dispose();
            Crash.Ask(oldPeer, "dispose", "disposed");
            Check.True(Crash.Exists(name), "those who leave the old file do not take the new one's name");
            newWriter.Publish(4);
            Read(newReader, 4);
        }

        Check.False(Crash.Exists(name));
    }

    public static void The_dead_are_found_under_a_name_that_is_gone()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.RingSubscriber, name);
        using Peer writer = Crash.StartAttached(IpcEnd.RingPublisher, name);
        Check.Equal(WaitResult.PeersChanged, reader.Subscriber.Wait(s_long));
        File.Delete($"/dev/shm/lace.{name}");
        writer.Kill9();

        Check.Equal(WaitResult.PeersChanged, reader.Subscriber.Wait(s_long));
        Check.Equal(0, reader.Subscriber.Publishers);
    }

    public static void A_death_is_told_also_while_others_keep_the_reader_busy()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.RingSubscriber, name);
        using PublisherEnd lively = (PublisherEnd)IpcEnd.Open(IpcEnd.RingPublisher, name);
        Crash.LeaveDead(IpcEnd.RingPublisher, name);
        Check.Equal(WaitResult.PeersChanged, reader.Subscriber.Wait(s_long), "both came");
        using CancellationTokenSource stop = new();
        Thread writer = new(() =>
        {
            while (!stop.Token.WaitHandle.WaitOne(20))
                lively.Publish(1);
        }) { Name = "lively-publisher" };
        writer.Start();
        try
        {
            Check.Eventually(() =>
            {
                while (reader.Subscriber.TryRead(out Lease lease))
                    lease.Dispose();

                return reader.Subscriber.Wait(s_long) == WaitResult.PeersChanged;
            });
        }
        finally
        {
            stop.Cancel();
            writer.Join();
        }

        while (reader.Subscriber.TryRead(out Lease rest))
            rest.Dispose();
    }

    public static void Several_attachments_of_one_process_live_and_die_on_their_own()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using PublisherEnd writer = (PublisherEnd)IpcEnd.Create(IpcEnd.TopicPublisher, name);
        SubscriberEnd first = (SubscriberEnd)IpcEnd.Open(IpcEnd.TopicSubscriber, name);
        using SubscriberEnd second = (SubscriberEnd)IpcEnd.Open(IpcEnd.TopicSubscriber, name);
        Check.Equal(2, writer.Publisher.Subscribers);
        SegmentBusyException busy = Check.Throws<SegmentBusyException>(() => TopicPublisher.Open(name));
        Check.Contains($"{Environment.ProcessId}", busy.Message);

        first.Dispose();
        Check.Equal(1, writer.Publisher.Subscribers);
        writer.Publish(1);
        Read(second, 1);
    }

    /// <summary>A subscriber is stopped while it holds a lease; others work, and somebody may interfere. What does it find?</summary>
    private static string Stopped(Action<string> interfere)
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using PublisherEnd writer = (PublisherEnd)IpcEnd.Create(IpcEnd.TopicPublisher, name);
        using Peer sleeper = Crash.StartAttached(IpcEnd.TopicSubscriber, name);
        using SubscriberEnd other = (SubscriberEnd)IpcEnd.Open(IpcEnd.TopicSubscriber, name);
        writer.Publish(1);
        Crash.Ask(sleeper, "hold", "holding 1");
        sleeper.Stop();
        for (int naps = 0; naps < 4; naps++)
            other.Nap(Crash.Nap);

        Check.Equal(0, Crash.Look(name).Dead);
        Check.Equal(3, Crash.Look(name).Live);
        interfere(name);
        for (long value = 2; value <= 100; value++)
        {
            writer.Publish(value);
            Read(other, value);
        }

        sleeper.Continue();
        sleeper.Send("release");
        string said = sleeper.WaitForLine();
        sleeper.CloseInput();
        sleeper.WaitForExit();
        return said;
    }

    private static bool IsReaped(bool childKeepsLocks)
    {
        string name = ScenarioDirectory.SegmentName($"inherited-{childKeepsLocks}");
        using SubscriberEnd reader = (SubscriberEnd)IpcEnd.Create(IpcEnd.TopicSubscriber, name);
        using Peer writer = Crash.StartAttached(IpcEnd.TopicPublisher, name);
        string spawned = Crash.Ask(writer, childKeepsLocks ? "spawn keeping-locks" : "spawn", "spawned");
        using Process child = Process.GetProcessById(int.Parse(spawned.Split(' ')[1], CultureInfo.InvariantCulture));
        try
        {
            writer.Kill9();
            for (int naps = 0; naps < 4; naps++)
                reader.Nap(Crash.Nap);

            Check.False(child.HasExited, "the child has outlived its parent");
            return reader.Subscriber.Publishers == 0;
        }
        finally
        {
            child.Kill();
            Check.Eventually(() => !Directory.Exists($"/proc/{child.Id}") || child.HasExited);
        }
    }

    private static void Read(SubscriberEnd reader, long value)
    {
        Check.True(reader.Subscriber.TryRead(out Lease lease), $"value={value}");
        using (lease)
            Check.Equal(value, SubscriberEnd.ValueOf(lease.Payload));
    }
}
