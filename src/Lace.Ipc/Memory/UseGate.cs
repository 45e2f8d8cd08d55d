using System.Runtime.CompilerServices;

namespace Lace.Ipc.Memory;

/// <summary>
/// Keeps an attachment's memory mapped while a call, a claim or a lease uses it, at the cost of a plain store on the way in
/// and out.
/// </summary>
/// <remarks>
/// <para>The user (one thread at a time) stores its use, then reads the closed flag. Close stores the flag, has every thread
/// of the process pass a full fence, then reads the use. Whichever comes first, at least one side sees the other: either the
/// user refuses or leaves, or Close finds it gone.</para>
/// <para>The memory has two holders, the user and the closer; the last to let go releases it. The closer's hold is what lets
/// it still ring a parked user's doorbell.</para>
/// </remarks>
internal sealed class UseGate(string objectName, Action release)
{
    private int _uses;
    private int _closed;
    private int _userLetGo;
    private int _holders = 2;

    internal bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <exception cref="ObjectDisposedException">The attachment is closed.</exception>
    internal void Enter()
    {
        // PAIRS WITH Close: this store is seen by Close's read behind its process-wide fence, or we see its flag.
        Volatile.Write(ref _uses, _uses + 1);
        if (Volatile.Read(ref _closed) != 0)
            Refuse();
    }

    internal void Exit()
    {
        // PAIRS WITH Close, as Enter. The release also keeps every access of this use before the unmapping.
        int uses = _uses - 1;
        Volatile.Write(ref _uses, uses);
        if (uses == 0 && Volatile.Read(ref _closed) != 0)
            LetUserGo();
    }

    /// <summary>Refuses new uses and wakes the present one; the last open use releases, or this call does when there is none.</summary>
    internal void Close(Action wakeUser)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;

        Fences.FullInAllThreads();
        if (Volatile.Read(ref _uses) == 0)
            LetUserGo();
        else
            wakeUser();

        LetGo();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse()
    {
        Exit();
        throw new ObjectDisposedException(objectName);
    }

    private void LetUserGo()
    {
        if (Interlocked.Exchange(ref _userLetGo, 1) == 0)
            LetGo();
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            release();
    }
}
