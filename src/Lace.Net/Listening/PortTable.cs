namespace Lace.Net.Listening;

/// <summary>The ports that this process has bound, so that many names can share one.</summary>
/// <remarks>
/// Process-wide on purpose: a bound port is the process's, whoever holds it, and libzmq cannot bind it twice. The table mirrors that and
/// nothing else; it is empty again when the last service of each port is disposed.
/// </remarks>
internal static class PortTable
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, Entry> s_entries = [];

    /// <summary>The listener of the endpoint's address, bound now if it was not. Give it back with <see cref="Release"/>.</summary>
    internal static Listener Acquire(Endpoint endpoint, ListenOptions options)
    {
        options.Check();
        CheckInterface(endpoint, options);
        lock (s_lock)
        {
            if (endpoint.Port != 0 && s_entries.TryGetValue(endpoint.Authority, out Entry? entry))
            {
                CheckSame(endpoint, entry.Listener.Options, options);
                entry.Count++;
                return entry.Listener;
            }

            Listener listener = new(endpoint, options);
            s_entries.Add(endpoint.WithPort(listener.Port).Authority, new Entry(listener));
            return listener;
        }
    }

    internal static void Release(Listener listener)
    {
        lock (s_lock)
        {
            foreach ((string authority, Entry entry) in s_entries)
            {
                if (entry.Listener != listener)
                    continue;
                if (--entry.Count > 0)
                    return;
                s_entries.Remove(authority);

                // Inside the lock: a new bind of the same port must find it free.
                listener.Close();
                return;
            }
        }
    }

    private static void CheckInterface(Endpoint endpoint, ListenOptions options)
    {
        if (!endpoint.IsLocal && !options.AllowUnencrypted)
        {
            throw new InvalidOperationException(
                $"binding {endpoint} refused: host={endpoint.Host} can be reached from other hosts and nothing would be encrypted or "
                + "authenticated. Bind 127.0.0.1, or set AllowUnencrypted (--allow-unencrypted) if everybody on that network may call.");
        }
    }

    private static void CheckSame(Endpoint endpoint, ListenOptions bound, ListenOptions asked)
    {
        if (bound.Heartbeat != asked.Heartbeat)
            throw Differs(endpoint, nameof(asked.Heartbeat), bound.Heartbeat, asked.Heartbeat);
        if (bound.MaxMessageBytes != asked.MaxMessageBytes)
            throw Differs(endpoint, nameof(asked.MaxMessageBytes), bound.MaxMessageBytes, asked.MaxMessageBytes);
    }

    private static ArgumentException Differs(Endpoint endpoint, string option, object bound, object asked) =>
        new($"{endpoint} shares a port that is bound with {option}={bound}, asked {option}={asked}: services of one port must agree.");

    private sealed class Entry(Listener listener)
    {
        internal Listener Listener { get; } = listener;

        internal int Count { get; set; } = 1;
    }
}
