using Lace.Ipc;
using Lace.Ipc.Liveness;
using Lace.Ipc.Segments;

namespace Lace.Scenarios.Ipc;

/// <summary>How segments come, are named, and go.</summary>
public static class SegmentScenarios
{
    public static void A_good_name_is_found_again_by_the_file_it_is_stored_in()
    {
        string[] names = ["a", "A-Z_0.9", "camera/front", "a/b/c", "..a", "a.", "-", new string('x', SegmentName.MaxLength)];
        foreach (string name in names)
        {
            string path = SegmentName.ToPath(name, "/dev/shm");
            Check.Equal("/dev/shm", Path.GetDirectoryName(path));
            Check.Equal(name, SegmentName.FromFile(Path.GetFileName(path)));
        }

        Check.Equal(names.Length, names.Select(each => SegmentName.ToPath(each, "/dev/shm")).Distinct().Count());
        Check.Null(SegmentName.FromFile("other.file"));
        Check.Null(SegmentName.FromFile("lace.bad name"));
    }

    public static void A_bad_name_is_refused_with_what_is_wrong()
    {
        string[] names = ["", "/", "a/", "/a", "a//b", ".", "..", "a/../b", "a b", "a~b", "é", "a\0b", "a\nb"];
        foreach (string name in names.Append(new string('x', SegmentName.MaxLength + 1)))
        {
            ArgumentException refused = Check.Throws<ArgumentException>(() => RingPublisher.CreateOrOpen(name));
            Check.Contains("expected", refused.Message);
        }

        Check.Throws<ArgumentNullException>(() => RingPublisher.CreateOrOpen(null!));
    }

    public static void Eight_who_create_at_once_get_one_segment()
    {
        for (int round = 0; round < TestRun.Count(50, 2_000); round++)
        {
            string name = ScenarioDirectory.SegmentName($"race-{round}");
            TopicSubscriber?[] all = new TopicSubscriber?[8];
            using Barrier start = new(all.Length);
            Exception? failure = null;
            Thread[] threads = [.. Enumerable.Range(0, all.Length).Select(i => new Thread(() =>
            {
                try
                {
                    start.SignalAndWait();
                    all[i] = TopicSubscriber.CreateOrOpen(name, new TopicOptions { SlotSizeBytes = 64 });
                }
                catch (Exception e)
                {
                    failure = e;
                }
            }) { Name = $"creator-{i}" })];
            Array.ForEach(threads, static each => each.Start());
            Array.ForEach(threads, static each => each.Join());
            Check.Null(failure);
            Check.Equal(8, Crash.Look(name).Live);

            using (TopicPublisher publisher = TopicPublisher.Open(name))
                Check.True(publisher.TryPublish([1]));

            foreach (TopicSubscriber? each in all)
            {
                Check.True(each!.TryRead(out Lease lease));
                lease.Dispose();
            }

            LeaveAtOnce(all!);
            Check.False(Crash.Exists(name), $"round={round}: the last of eight that leave at once removes it");
        }
    }

    public static void Segments_that_are_created_and_left_all_the_time_are_always_whole()
    {
        string name = ScenarioDirectory.SegmentName("churn");
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            try
            {
                for (int round = 0; round < TestRun.Count(300, 20_000); round++)
                {
                    using TopicSubscriber subscriber = TopicSubscriber.CreateOrOpen(name, new TopicOptions { SlotSizeBytes = 64 });
                    Check.False(subscriber.TryRead(out _));
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { Name = $"churn-{i}" })];
        Array.ForEach(threads, static each => each.Start());
        Array.ForEach(threads, static each => each.Join());
        Check.Null(failure);
        Check.False(Crash.Exists(name));
    }

    public static void One_who_opened_a_file_that_lost_its_name_opens_the_one_that_has_it()
    {
        string name = ScenarioDirectory.SegmentName("topic");
        TopicPublisher first = TopicPublisher.CreateOrOpen(name);
        TopicPublisher? second = null;
        FaultPoint.Reached = stop =>
        {
            // Between the opening and the gate: the first segment goes, and another takes its name.
            if (stop != "attach.opened")
                return;

            FaultPoint.Reached = null;
            first.Dispose();
            second = TopicPublisher.CreateOrOpen(name);
        };
        using TopicSubscriber subscriber = TopicSubscriber.Open(name);
        using (second)
        {
            Check.True(second!.TryPublish([1]));
            Check.True(subscriber.TryRead(out Lease lease));
            lease.Dispose();
        }
    }

    public static void A_persistent_topic_keeps_its_last_message_until_it_is_removed()
    {
        string name = ScenarioDirectory.SegmentName("weights");
        TopicOptions options = new() { SlotSizeBytes = 64, Persistent = true };
        using (TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, options))
            Check.True(publisher.TryPublish([7]));

        using (TopicSubscriber late = TopicSubscriber.Open(name))
        {
            Check.True(late.TryRead(out Lease lease));
            Check.Equal(7, lease.Payload[0]);
            lease.Dispose();
        }

        Check.True(SegmentDirectory.Remove(name));
        Check.False(SegmentDirectory.Remove(name), "it is gone");
        Check.Throws<SegmentNotFoundException>(() => TopicSubscriber.Open(name));
    }

    public static void A_directory_on_disk_holds_segments_as_well()
    {
        SegmentOptions here = new() { Directory = ScenarioDirectory.Current.Files };
        if (!HasUnnamedFiles(here.Directory))
        {
            Console.WriteLine($"not run: the file system has no unnamed temporary files (O_TMPFILE): directory={here.Directory}");
            return;
        }

        using (RingPublisher publisher = RingPublisher.CreateOrOpen("on-disk", new RingOptions { Directory = here.Directory }))
        {
            Check.True(publisher.TryPublish([1, 2, 3]));
            using RingSubscriber subscriber = RingSubscriber.Open("on-disk", here);
            Check.Equal(2, SegmentDirectory.List(here.Directory).Single().Live);
            Check.True(subscriber.TryRead(out Lease lease));
            lease.Dispose();
        }

        Check.Equal(0, SegmentDirectory.List(here.Directory).Count);
    }

    public static void The_directory_lists_what_lives_what_died_and_what_is_broken()
    {
        string directory = ScenarioDirectory.Current.Files;
        SegmentOptions here = new() { Directory = directory };
        TopicOptions options = new() { Directory = directory, TypeName = "frame" };
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen("a/topic", options);
        File.WriteAllBytes(Path.Combine(directory, "lace.b-short"), new byte[10]);
        File.WriteAllBytes(Path.Combine(directory, "lace.c-garbage"), [.. Enumerable.Repeat((byte)0x5a, 8192)]);
        File.CreateSymbolicLink(Path.Combine(directory, "lace.d-link"), "lace.c-garbage");
        File.WriteAllText(Path.Combine(directory, "unrelated"), "");

        IReadOnlyList<SegmentInfo> found = SegmentDirectory.List(directory);
        Check.SequenceEqual(["a/topic", "b-short", "c-garbage", "d-link"], found.Select(each => each.Name));
        SegmentInfo topic = found[0];
        Check.Equal((SegmentKind.Topic, "frame", 1, 0, null), (topic.Kind, topic.TypeName, topic.Live, topic.Dead, topic.Problem));
        Check.Contains("file size", found[1].Problem);
        Check.Contains("Magic", found[2].Problem);
        Check.Contains("symbolic link", found[3].Problem);

        SegmentException inUse = Check.Throws<SegmentException>(() => SegmentDirectory.Remove("a/topic", directory: directory));
        Check.Contains("live attachments=1", inUse.Message);
        Check.True(SegmentDirectory.Remove("a/topic", force: true, directory));
        Check.True(SegmentDirectory.Remove("b-short", directory: directory));
        Check.True(SegmentDirectory.Remove("c-garbage", directory: directory));
        Check.Throws<SegmentNotFoundException>(() => TopicSubscriber.Open("a/topic", options: here));
        Check.True(publisher.TryPublish([1]), "who has it open goes on");
    }

    public static void A_gate_timeout_of_zero_still_creates()
    {
        string name = ScenarioDirectory.SegmentName("hurry");
        using RingPublisher publisher = RingPublisher.CreateOrOpen(name, new RingOptions { GateTimeout = TimeSpan.Zero });
        using RingSubscriber subscriber = RingSubscriber.Open(name, new SegmentOptions { GateTimeout = Timeout.InfiniteTimeSpan });
        Check.True(publisher.TryPublish([1]));
        Check.True(subscriber.TryRead(out Lease lease));
        lease.Dispose();
    }

    private static bool HasUnnamedFiles(string directory)
    {
        try
        {
            Lace.Ipc.Memory.TemporaryFile.Create(directory, 4096, groupId: null).Dispose();
            return true;
        }
        catch (SegmentException unsupported) when (unsupported.Message.Contains("unnamed temporary files", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static void LeaveAtOnce(TopicSubscriber[] all)
    {
        using Barrier leave = new(all.Length);
        Thread[] threads = [.. all.Select(each => new Thread(() =>
        {
            leave.SignalAndWait();
            each.Dispose();
        }) { Name = "leaver" })];
        Array.ForEach(threads, static each => each.Start());
        Array.ForEach(threads, static each => each.Join());
    }
}
