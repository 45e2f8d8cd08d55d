using System.Runtime.InteropServices;

namespace Lace.Net.Native;

/// <summary>
/// An eventfd: wakes one thread that is parked on it, alone (<see cref="Wait"/>) or beside sockets (<see cref="Poller"/>).
/// Rings are remembered until taken. Ringing a disposed bell does nothing, so late callers need no lock.
/// </summary>
internal sealed unsafe class Bell : SafeHandle
{
    internal Bell()
        : base(-1, ownsHandle: true)
    {
        int descriptor = LibC.EventFdNew(0, LibC.EventFdCloseOnExec);
        if (descriptor < 0)
            throw NativeError.Of("eventfd");
        SetHandle(descriptor);
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>For polling only, while the bell is certainly open.</summary>
    internal int FileDescriptor => (int)handle;

    internal void Ring()
    {
        bool held = false;
        try
        {
            // A closed descriptor's number may already be somebody else's file.
            DangerousAddRef(ref held);
            ulong one = 1;
            while (LibC.Write((int)handle, &one, sizeof(ulong)) < 0 && NativeError.Last == NativeError.Interrupted)
            {
            }
        }
        catch (ObjectDisposedException)
        {
            // Whoever waited is gone: there is nobody to wake.
        }
        finally
        {
            if (held)
                DangerousRelease();
        }
    }

    /// <summary>Parks until the bell rings and takes all rings so far.</summary>
    internal void Wait()
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            ulong rings;
            while (LibC.Read((int)handle, &rings, sizeof(ulong)) < 0)
            {
                if (NativeError.Last != NativeError.Interrupted)
                    throw NativeError.Of("read of an eventfd");
            }
        }
        finally
        {
            if (held)
                DangerousRelease();
        }
    }

    protected override bool ReleaseHandle() => LibC.Close((int)handle) == 0;
}
