using System.Runtime.InteropServices;

namespace Lace.Net.Native;

/// <summary>libzmq 4.3 as it is: every call checks nothing and returns what C returns.</summary>
internal static unsafe partial class LibZmq
{
    internal const string FileName = "libzmq.so.5";

    internal const int DealerType = 5;
    internal const int RouterType = 6;
    internal const int DontWait = 1;
    internal const int SendMore = 2;
    internal const short PollIn = 1;
    internal const short PollOut = 2;

    /// <summary>sizeof(zmq_msg_t), fixed by libzmq's ABI since 4.0.</summary>
    internal const int MessageStructBytes = 64;

    [LibraryImport(FileName, EntryPoint = "zmq_version")]
    internal static partial void Version(out int major, out int minor, out int patch);

    [LibraryImport(FileName, EntryPoint = "zmq_ctx_new", SetLastError = true)]
    internal static partial nint ContextNew();

    [LibraryImport(FileName, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    internal static partial int ContextTerminate(nint context);

    [LibraryImport(FileName, EntryPoint = "zmq_strerror")]
    internal static partial nint ErrorText(int error);

    [LibraryImport(FileName, EntryPoint = "zmq_socket", SetLastError = true)]
    internal static partial nint SocketNew(nint context, int type);

    [LibraryImport(FileName, EntryPoint = "zmq_close", SetLastError = true)]
    internal static partial int SocketClose(nint socket);

    [LibraryImport(FileName, EntryPoint = "zmq_bind", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Bind(nint socket, string address);

    [LibraryImport(FileName, EntryPoint = "zmq_connect", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Connect(nint socket, string address);

    [LibraryImport(FileName, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    internal static partial int SetOption(nint socket, int option, void* value, nuint sizeBytes);

    [LibraryImport(FileName, EntryPoint = "zmq_getsockopt", SetLastError = true)]
    internal static partial int GetOption(nint socket, int option, void* value, nuint* sizeBytes);

    [LibraryImport(FileName, EntryPoint = "zmq_send", SetLastError = true)]
    internal static partial int Send(nint socket, void* bytes, nuint sizeBytes, int flags);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_send", SetLastError = true)]
    internal static partial int MessageSend(void* message, nint socket, int flags);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_recv", SetLastError = true)]
    internal static partial int MessageReceive(void* message, nint socket, int flags);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_init")]
    [SuppressGCTransition]
    internal static partial int MessageInit(void* message);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_init_size", SetLastError = true)]
    internal static partial int MessageInitSize(void* message, nuint sizeBytes);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_close")]
    internal static partial int MessageClose(void* message);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_data")]
    [SuppressGCTransition]
    internal static partial void* MessageData(void* message);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_size")]
    [SuppressGCTransition]
    internal static partial nuint MessageSize(void* message);

    [LibraryImport(FileName, EntryPoint = "zmq_msg_more")]
    [SuppressGCTransition]
    internal static partial int MessageMore(void* message);

    [LibraryImport(FileName, EntryPoint = "zmq_poll", SetLastError = true)]
    internal static partial int Poll(PollItem* items, int count, long timeoutMs);
}
