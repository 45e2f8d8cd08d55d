namespace Lace.Net.Requests;

/// <summary>The names of <c>inproc://</c>. Process-wide, because the process is the namespace that the scheme means.</summary>
internal static class InprocTable
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, InprocRequestServer> s_servers = [];

    internal static void Add(InprocRequestServer server)
    {
        lock (s_lock)
        {
            if (!s_servers.TryAdd(server.Endpoint.Name, server))
                throw new InvalidOperationException($"name '{server.Endpoint.Name}' is already served in this process.");
        }
    }

    internal static void Remove(InprocRequestServer server)
    {
        lock (s_lock)
            s_servers.Remove(server.Endpoint.Name);
    }

    internal static InprocRequestServer? Find(string name)
    {
        lock (s_lock)
            return s_servers.GetValueOrDefault(name);
    }
}
