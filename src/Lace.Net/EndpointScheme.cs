namespace Lace.Net;

/// <summary>The distance that an <see cref="Endpoint"/> names.</summary>
public enum EndpointScheme
{
    /// <summary><c>inproc://name</c>: this process, by direct calls.</summary>
    Inproc,

    /// <summary><c>shm://name</c>: this host, by shared memory.</summary>
    Shm,

    /// <summary><c>tcp://host:port/name</c>: any host, by ZeroMQ.</summary>
    Tcp,
}
