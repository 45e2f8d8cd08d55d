using System.Diagnostics;
using Lace.Ipc;
using Lace.Ipc.Memory;
using Lace.Ipc.Segments;

namespace Lace.Scenarios.Ipc;

/// <summary>What is not opened, and that the error says what was found and what was expected.</summary>
public static class RefusalScenarios
{
    public static void A_file_with_an_others_mode_is_refused()
    {
        WithTopic(static (name, path) =>
        {
            Run("chmod", "0604", path);
            Refused<SegmentException>(name, "mode=0604", "expected=0600");
        });
    }

    public static void A_file_of_another_user_is_refused()
    {
        if (!Environment.IsPrivilegedProcess)
            return;

        WithTopic(static (name, path) =>
        {
            Run("chown", "65534", path);
            Refused<SegmentException>(name, "uid=65534", "expected=0");
        });
    }

    public static void A_group_that_is_named_may_come_and_one_that_is_not_may_not()
    {
        if (!Environment.IsPrivilegedProcess)
            return;

        string name = ScenarioDirectory.SegmentName("shared");
        SegmentOptions daemons = new() { Group = "daemon" };
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, new TopicOptions { Group = daemons.Group });
        string path = SegmentName.ToPath(name, "/dev/shm");
        const int OwnerAndGroup = 0b110_110_000;
        Check.Equal(OwnerAndGroup, FileStatus.Of(path)?.Permissions);
        using (TopicSubscriber.Open(name, options: daemons))
            Check.Equal(1, publisher.Subscribers);

        Refused<SegmentException>(name, "mode=0660", "expected=0600");

        // Owned by another user of the group, as the other side of a shared segment sees it.
        Run("chown", "65534", path);
        using (TopicSubscriber.Open(name, options: daemons))
            Check.Equal(1, publisher.Subscribers);

        TopicOptions nobody = new() { Group = "no-such-group" };
        SegmentException unknown = Check.Throws<SegmentException>(() => TopicPublisher.CreateOrOpen($"{name}-none", nobody));
        Check.Contains("no such group: Group=no-such-group", unknown.Message);
    }

    public static void What_is_not_a_plain_file_is_refused_at_once()
    {
        string name = ScenarioDirectory.SegmentName("link");
        string path = SegmentName.ToPath(name, "/dev/shm");
        File.CreateSymbolicLink(path, "/dev/zero");
        Refused<SegmentException>(name, "symbolic link");
        File.Delete(path);

        Run("mkfifo", path);
        Refused<SegmentCorruptException>(name, "file type", "a regular file");
        File.Delete(path);

        Directory.CreateDirectory(path);
        Refused<SegmentException>(name, "directory");
        Directory.Delete(path);
    }

    public static void A_file_that_is_too_small_too_large_or_garbage_is_refused()
    {
        WithTopic(static (name, path) =>
        {
            long length = new FileInfo(path).Length;
            Resize(path, length + 4096);
            Refused<SegmentCorruptException>(name, $"file size={length + 4096}", $"{length}");
            Resize(path, 4095);
            Refused<SegmentCorruptException>(name, "file size=4095", "4096");
            Resize(path, 0);
            Refused<SegmentCorruptException>(name, "file size=0", "4096");
        });
        WithTopic(static (name, path) =>
        {
            using (RawSegment raw = new(name))
                raw.Int64(SegmentLayout.Magic).StoreRelease(0x1234);

            Refused<SegmentCorruptException>(name, "Magic=0x0000000000001234", "0x304745534543414c");
        });
    }

    public static void A_segment_of_another_boot_or_layout_is_refused()
    {
        WithTopic(static (name, path) =>
        {
            using (RawSegment raw = new(name))
                raw.Int64(SegmentLayout.BootId).StoreRelease(1);

            Refused<SegmentMismatchException>(name, "boot id", "found=0100000000000000");
        });
        WithTopic(static (name, path) =>
        {
            using (RawSegment raw = new(name))
                raw.Int32(SegmentLayout.LayoutMajor).StoreRelease(9);

            Refused<SegmentMismatchException>(name, "layout version", "found=9.", "expected=0.");
        });
    }

    public static void Another_kind_type_hash_or_size_is_refused_and_both_are_named()
    {
        string name = ScenarioDirectory.SegmentName("frames");
        TopicOptions options = new() { SlotSizeBytes = 1000, TypeName = "frame/rgb", LayoutHash = 0xabc };
        using TopicPublisher publisher = TopicPublisher.CreateOrOpen(name, options);
        Mismatch("kind", "Topic", "Ring", () => RingSubscriber.Open(name, options));
        Mismatch("TypeName", "frame/rgb", "bytes", () => TopicSubscriber.Open(name, options: new SegmentOptions { TypeName = "bytes" }));
        TopicOptions other = options with { LayoutHash = 0xabd };
        Mismatch("LayoutHash", "0x0000000000000abc", "0x0000000000000abd", () => TopicSubscriber.CreateOrOpen(name, other));
        Mismatch("SlotSizeBytes", "1000", "2000", () => TopicSubscriber.CreateOrOpen(name, options with { SlotSizeBytes = 2000 }));
        Mismatch("flags", "0", "2", () => TopicSubscriber.CreateOrOpen(name, options with { Reliable = true }));
        using (TopicSubscriber.CreateOrOpen(name, options))
            Check.Equal(1, publisher.Subscribers);

        Check.Equal(0, publisher.Subscribers);

        static void Mismatch(string field, string found, string expected, Action open)
        {
            SegmentMismatchException mismatch = Check.Throws<SegmentMismatchException>(open);
            Check.Contains(field, mismatch.Field);
            Check.Contains($"found={found}", mismatch.Message);
            Check.Contains($"expected={expected}", mismatch.Message);
        }
    }

    public static void Out_of_space_is_an_error_at_creation()
    {
        string name = ScenarioDirectory.SegmentName("huge");
        SegmentException full = Check.Throws<SegmentException>(
            () => RingPublisher.CreateOrOpen(name, new RingOptions { CapacityBytes = 1L << 40, MaxPublishers = 4 }));
        Check.Contains("(28)", full.Message);
        Check.Contains("ask for a smaller segment", full.Message);
        Check.False(Crash.Exists(name));
    }

    public static void A_place_that_is_taken_is_refused_with_the_holders_process()
    {
        string name = ScenarioDirectory.SegmentName("ring");
        using RingSubscriber subscriber = RingSubscriber.CreateOrOpen(name);
        using Peer publisher = Crash.StartAttached(Peers.Ipc.IpcEnd.RingPublisher, name);
        SegmentBusyException busy = Check.Throws<SegmentBusyException>(() => RingPublisher.Open(name));
        Check.Contains($"pid {publisher.ProcessId}", busy.Message);
        Check.Contains("publisher: places=1", busy.Message);
    }

    public static void A_segment_that_is_not_there_is_an_error_that_says_how_to_wait()
    {
        string name = ScenarioDirectory.SegmentName("none");
        SegmentNotFoundException missing = Check.Throws<SegmentNotFoundException>(() => RingSubscriber.Open(name));
        Check.Contains("OpenAsync", missing.Message);
        Check.Throws<SegmentException>(() => RingPublisher.CreateOrOpen("x", new RingOptions { Directory = "/no/such/directory" }));
    }

    private static void WithTopic(Action<string, string> check)
    {
        string name = ScenarioDirectory.SegmentName("topic");
        using (TopicPublisher.CreateOrOpen(name, new TopicOptions { SlotSizeBytes = 64, Persistent = true }))
            Check.True(Crash.Exists(name));

        string path = SegmentName.ToPath(name, "/dev/shm");
        check(name, path);
        File.Delete(path);
    }

    private static void Refused<T>(string name, params string[] parts)
        where T : SegmentException
    {
        TopicOptions same = new() { SlotSizeBytes = 64, Persistent = true };
        foreach (Action open in new Action[] { () => TopicSubscriber.Open(name), () => TopicPublisher.CreateOrOpen(name, same) })
        {
            T refused = Check.Throws<T>(open);
            foreach (string part in parts)
                Check.Contains(part, refused.Message);
        }
    }

    private static void Resize(string path, long lengthBytes)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(lengthBytes);
    }

    private static void Run(string program, params string[] args)
    {
        using Process process = Process.Start(program, args);
        process.WaitForExit();
        Check.Equal(0, process.ExitCode, program);
    }
}
