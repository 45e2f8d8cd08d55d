using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Lace.Ipc.Segments;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>A child of a peer that lives longer than the peer, and may inherit its descriptors.</summary>
internal static partial class Inheritance
{
    private const int SetDescriptorFlags = 2;

    /// <summary>Starts a child that does nothing for half a minute. Answers with its process id.</summary>
    /// <param name="segmentName">The segment this process is attached to.</param>
    /// <param name="keepLocks">Whether to let the child inherit the descriptors that hold the locks, as a product must not.</param>
    internal static string Spawn(string segmentName, bool keepLocks)
    {
        if (keepLocks)
            MakeInheritable(SegmentName.ToPath(segmentName, "/dev/shm"));

        // The standard streams must not be the peer's, or its end would not be seen.
        ProcessStartInfo start = new("/bin/sh", ["-c", "exec sleep 30 < /dev/null > /dev/null 2>&1"]);
        using Process child = Process.Start(start)!;
        return $"spawned {child.Id}";
    }

    private static void MakeInheritable(string path)
    {
        foreach (string descriptor in Directory.GetFiles("/proc/self/fd"))
        {
            if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName == path)
                Check.Equal(0, Control(int.Parse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture), SetDescriptorFlags, 0));
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int flags);
}
