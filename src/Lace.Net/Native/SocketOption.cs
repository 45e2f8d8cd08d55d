namespace Lace.Net.Native;

/// <summary>The socket options that Lace sets or reads, by libzmq's numbers.</summary>
internal enum SocketOption
{
    Linger = 17,
    ReconnectIntervalMs = 18,
    ReconnectIntervalMaxMs = 21,
    MaxFrameBytes = 22,
    LastEndpoint = 32,
    RouterMandatory = 33,
    TcpKeepAlive = 34,
    Immediate = 39,
    IPv6 = 42,
    HandshakeIntervalMs = 66,
}
