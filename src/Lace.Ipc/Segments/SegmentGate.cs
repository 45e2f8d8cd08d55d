using Lace.Ipc.Memory;
using Lace.Ipc.Waiting;

namespace Lace.Ipc.Segments;

/// <summary>
/// The lock bytes of a segment file, far behind its end. Attaching holds the gate shared, unlinking holds it exclusively, so a
/// name is never taken away between somebody's opening the file and holding a place in it.
/// </summary>
/// <remarks>
/// Each attachment has two bytes. Its owner locks the first, a reaper both: so a newcomer that finds a place locked can tell an
/// owner, who stays, from a reaper, who is gone in a moment.
/// </remarks>
internal static class SegmentGate
{
    private const long LockBase = 1L << 62;
    private const long GateByte = LockBase;
    private const long FirstAttachmentByte = LockBase + 1024;

    internal const int OwnerBytes = 1;
    internal const int ReaperBytes = 2;

    internal static long AttachmentByte(int entry) => FirstAttachmentByte + (long)entry * ReaperBytes;

    /// <exception cref="SegmentException">Another process has held the gate the whole time.</exception>
    internal static void EnterShared(LockFile file, string name, TimeSpan timeout)
    {
        if (!Wait(static f => f.TryLockShared(GateByte), file, timeout))
            throw new SegmentException(
                $"segment {name} is being removed by a process that does not go on: waited={timeout}; is it stopped?");
    }

    internal static bool TryEnterExclusive(LockFile file, TimeSpan timeout) =>
        Wait(static f => f.TryLockExclusive(GateByte), file, timeout);

    internal static void Leave(LockFile file) => file.Unlock(GateByte);

    private static bool Wait(Func<LockFile, bool> tryLock, LockFile file, TimeSpan timeout)
    {
        // The gate is held for microseconds; a holder that dies drops it. Only a stopped one makes anybody sleep here.
        Deadline deadline = Deadline.After(timeout);
        for (int sleepMs = 1; !tryLock(file); sleepMs = Math.Min(sleepMs * 2, 20))
        {
            if (deadline.IsOver)
                return false;

            Thread.Sleep(sleepMs);
        }

        return true;
    }
}
