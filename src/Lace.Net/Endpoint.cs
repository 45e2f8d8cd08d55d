using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lace.Net.Wire;

namespace Lace.Net;

/// <summary>Where a service or topic is: <c>tcp://host:port/name</c>, <c>shm://name</c> or <c>inproc://name</c>.</summary>
/// <remarks>
/// A name is parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>, at most 200 bytes. Many names share one port. <c>localhost</c> is read as
/// 127.0.0.1; an IPv6 address stands in brackets; port 0 asks a server for any free port. Immutable.
/// </remarks>
public sealed record Endpoint
{
    private Endpoint(EndpointScheme scheme, string host, int port, string name)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
        Name = name;
    }

    /// <summary>The distance.</summary>
    public EndpointScheme Scheme { get; }

    /// <summary>Host name or address of a tcp endpoint, IPv6 without brackets; else empty.</summary>
    public string Host { get; }

    /// <summary>Port of a tcp endpoint, 0 to 65535; else 0.</summary>
    public int Port { get; }

    /// <summary>The name behind the address.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the address cannot leave this host. Names other than <c>localhost</c> are not looked up: they count as remote.
    /// </summary>
    public bool IsLocal =>
        Scheme != EndpointScheme.Tcp || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <exception cref="ArgumentException">It is an address to bind, not one to connect to.</exception>
    internal void CheckConnectable()
    {
        if (Scheme == EndpointScheme.Tcp && (Port == 0 || Host == "*"))
            throw new ArgumentException($"{this}: connecting needs a host and a port; * and 0 are for the side that binds.");
    }

    internal string Authority => (Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host) + $":{Port}";

    internal string ZmqAddress => Port == 0 ? $"tcp://{Authority[..^1]}*" : $"tcp://{Authority}";

    /// <summary>Reads an endpoint.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what a right one looks like.</exception>
    public static Endpoint Parse(string text) =>
        TryParse(text, out Endpoint? endpoint, out string? error) ? endpoint : throw new FormatException(error);

    /// <summary>Reads an endpoint, or says in <paramref name="error"/> what is wrong with it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Endpoint? endpoint, [NotNullWhen(false)] out string? error)
    {
        endpoint = null;
        error = null;
        text ??= "";
        int schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        string scheme = schemeEnd < 0 ? "" : text[..schemeEnd];
        string rest = schemeEnd < 0 ? "" : text[(schemeEnd + 3)..];
        switch (scheme)
        {
            case "inproc":
            case "shm":
                EndpointScheme near = scheme == "shm" ? EndpointScheme.Shm : EndpointScheme.Inproc;
                error = NameError(text, rest);
                endpoint = error is null ? new Endpoint(near, "", 0, rest) : null;
                break;
            case "tcp":
                error = ParseTcp(text, rest, out endpoint);
                break;
            default:
                error = $"endpoint '{text}': scheme '{scheme}' is not one of tcp, shm, inproc; write tcp://host:port/name, shm://name or "
                    + "inproc://name.";
                break;
        }

        return error is null;
    }

    /// <summary>The same address with another port.</summary>
    /// <exception cref="InvalidOperationException">This is no tcp endpoint.</exception>
    public Endpoint WithPort(int port)
    {
        if (Scheme != EndpointScheme.Tcp)
            throw new InvalidOperationException($"{this} has no port.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)port, 65535u, nameof(port));
        return new Endpoint(Scheme, Host, port, Name);
    }

    /// <summary>The same address with another name.</summary>
    /// <exception cref="FormatException"><paramref name="name"/> is not a name.</exception>
    public Endpoint WithName(string name) =>
        NameError(name, name) is { } error ? throw new FormatException(error) : new Endpoint(Scheme, Host, Port, name);

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public override string ToString() => Scheme switch
    {
        EndpointScheme.Tcp => $"tcp://{Authority}/{Name}",
        EndpointScheme.Shm => $"shm://{Name}",
        _ => $"inproc://{Name}",
    };

    private static string? ParseTcp(string text, string rest, out Endpoint? endpoint)
    {
        endpoint = null;
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return $"endpoint '{text}': the name is missing; write tcp://host:port/name.";
        string authority = rest[..slash];
        string name = rest[(slash + 1)..];
        int colon = authority.LastIndexOf(':');
        if (colon <= 0)
            return $"endpoint '{text}': host:port is missing; write tcp://host:port/name.";
        string host = authority[..colon];
        string portText = authority[(colon + 1)..];
        if (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > 65535)
            return $"endpoint '{text}': port={portText}, expected 0 to 65535.";
        if (HostError(text, ref host) is { } hostError)
            return hostError;
        if (NameError(text, name) is { } nameError)
            return nameError;
        endpoint = new Endpoint(EndpointScheme.Tcp, host, port, name);
        return null;
    }

    private static string? HostError(string text, ref string host)
    {
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        string bare = bracketed ? host[1..^1] : host;
        bool isIPv6 = IPAddress.TryParse(bare, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        if (bracketed != isIPv6)
            return $"endpoint '{text}': host={host}, an IPv6 address stands in brackets and nothing else does.";
        if (!isIPv6 && bare != "*" && !IsHostName(bare))
            return $"endpoint '{text}': host={host}, expected a host name, an address or *.";
        host = bare.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : bare;
        return null;
    }

    private static bool IsHostName(string host)
    {
        foreach (char c in host)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-'))
                return false;
        }

        return host.Length is > 0 and <= 253;
    }

    private static string? NameError(string text, string name) => WireName.IsValid(name)
        ? null
        : $"endpoint '{text}': name='{name}', expected parts of [A-Za-z0-9._-] joined by '/', 1 to {WireName.BytesMax} characters.";
}
