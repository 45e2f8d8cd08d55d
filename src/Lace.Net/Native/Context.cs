namespace Lace.Net.Native;

/// <summary>Owns the provider's threads. Close every socket first: <see cref="Dispose"/> waits for them.</summary>
internal sealed class Context : IDisposable
{
    private nint _handle;

    /// <exception cref="DllNotFoundException">libzmq is not installed; the message names the package.</exception>
    internal Context()
    {
        CheckLibrary();
        _handle = LibZmq.ContextNew();
        if (_handle == 0)
            throw NativeError.Of("zmq_ctx_new");
    }

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Context));

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0)
            return;
        while (LibZmq.ContextTerminate(handle) != 0)
        {
            // A signal may interrupt the wait; anything else means that the handle is not a context.
            if (NativeError.Last != NativeError.Interrupted)
                throw NativeError.Of("zmq_ctx_term");
        }
    }

    private static void CheckLibrary()
    {
        int major, minor;
        try
        {
            LibZmq.Version(out major, out minor, out _);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(MissingLibrary(LibZmq.FileName), e);
        }

        if (major != 4 || minor < 3)
            throw new PlatformNotSupportedException($"libzmq is too old: version={major}.{minor}, needed 4.3 or a later 4.x.");
    }

    internal static string MissingLibrary(string fileName) =>
        $"{fileName} was not found: tcp:// needs ZeroMQ. Install it with `apt-get install libzmq5` (Debian, Ubuntu, Raspberry Pi OS).";
}
