using System.Globalization;

namespace Lace.Ipc.Liveness;

/// <summary>What tells this boot of the host and this process from all others.</summary>
internal static class HostIdentity
{
    /// <summary>The kernel's random id of this boot, 16 bytes.</summary>
    internal static byte[] BootId() =>
        Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()).ToByteArray(bigEndian: true);

    /// <summary>When a process started, in clock ticks since boot: with its pid, its name for ever. 0 where it is gone.</summary>
    internal static long StartTicks(int pid)
    {
        const int StartTimeField = 22;
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");

            // The second field is the command in brackets and may hold anything, brackets included; fields count on behind the last.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[StartTimeField - 3], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
