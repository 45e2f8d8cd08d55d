namespace Lace.Ipc.Memory;

/// <summary>Sleeping on a shared word, and waking who sleeps there.</summary>
internal static unsafe class Futex
{
    /// <summary>
    /// Sleeps while the word still has <paramref name="expected"/>, until woken or <paramref name="timeoutNs"/> is over. Returns
    /// early for any reason: the caller looks again.
    /// </summary>
    internal static void Wait(SharedInt32 word, int expected, long timeoutNs)
    {
        Libc.TimeSpec timeout = new() { Seconds = timeoutNs / 1_000_000_000, Nanoseconds = timeoutNs % 1_000_000_000 };
        int errno = Libc.FutexWait(word.Address, expected, &timeout);
        if (errno is not (0 or Libc.EAGAIN or Libc.EINTR or Libc.ETIMEDOUT))
            throw SegmentException.FromErrno("sleep on", "(futex)", errno);
    }

    internal static void Wake(SharedInt32 word) => Libc.FutexWake(word.Address, int.MaxValue);
}
