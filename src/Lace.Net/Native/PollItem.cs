using System.Runtime.InteropServices;

namespace Lace.Net.Native;

/// <summary>zmq_pollitem_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollItem
{
    internal nint Socket;
    internal int FileDescriptor;
    internal short Events;
    internal short ReturnedEvents;
}
