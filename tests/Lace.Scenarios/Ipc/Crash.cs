using Lace.Ipc;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>The steps that the crash scenarios are made of.</summary>
internal static class Crash
{
    internal static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(120);

    /// <summary>Runs a check for every role and stop, and says which one failed.</summary>
    internal static void ForEach(IEnumerable<string> roles, IEnumerable<string> stops, Action<string, string, string> check)
    {
        List<string> all = [.. stops];
        foreach (string role in roles)
        {
            foreach (string stop in all)
            {
                try
                {
                    check(role, stop, ScenarioDirectory.SegmentName($"{role}-{stop}"));
                }
                catch (Exception failure)
                {
                    throw new ScenarioFailedException($"role={role}, stop={stop}: {failure.Message}", failure);
                }
            }
        }
    }

    /// <summary>Starts a peer that opens or creates its end; it stops for ever at <paramref name="stop"/>.</summary>
    internal static Peer Start(bool create, string role, string name, string? stop = null)
    {
        string[] args = stop is null ? [role, name] : [role, name, stop];
        return Peer.Start(create ? "ipc-create" : "ipc-open", args);
    }

    /// <summary>Starts a peer and waits until it is attached.</summary>
    internal static Peer StartAttached(string role, string name)
    {
        Peer peer = Start(create: false, role, name);
        peer.WaitForLine("attached");
        return peer;
    }

    /// <summary>A peer of this role, attached and then killed.</summary>
    internal static void LeaveDead(string role, string name)
    {
        using Peer dead = StartAttached(role, name);
        dead.Kill9();
    }

    /// <summary>Waits for the peer to be at its stop, and kills it there.</summary>
    internal static void KillAt(Peer peer, string stop)
    {
        peer.WaitForLine($"stopped {stop}");
        peer.Kill9();
    }

    /// <summary>Sends a line to a peer and waits for the answer.</summary>
    internal static string Ask(Peer peer, string line, string answer)
    {
        peer.Send(line);
        return peer.WaitForLine(answer);
    }

    /// <summary>Opens both ends anew, passes messages, and leaves; the last one out takes the name away.</summary>
    internal static void CheckUsable(string role, string name)
    {
        string writer = role is IpcEnd.RequestClient or IpcEnd.RequestServer ? IpcEnd.RequestServer : role;
        using IpcEnd first = IpcEnd.Create(writer, name);
        using IpcEnd second = IpcEnd.Create(IpcEnd.Partner(writer), name);
        IpcEnd.Exchange(first, second, 41);
        IpcEnd.Exchange(first, second, 42);
    }

    /// <summary>The survivor goes on, a place that a dead process held can be taken again, and both talk.</summary>
    internal static void CheckReplaced(string role, string name, IpcEnd survivor, Action<IpcEnd>? more = null)
    {
        // Also on a reliable topic: only the living are waited for.
        if (survivor is PublisherEnd { Publisher: TopicPublisher } publisher)
        {
            for (long value = 1; value <= 5; value++)
                publisher.Publish(value);
        }

        using IpcEnd successor = IpcEnd.Open(role, name);
        IpcEnd.Exchange(survivor, successor, 51);
        IpcEnd.Exchange(survivor, successor, 52);
        more?.Invoke(successor);
    }

    internal static SegmentInfo Look(string name) => SegmentDirectory.List().Single(each => each.Name == name);

    internal static bool Exists(string name) => File.Exists($"/dev/shm/lace.{name}");
}
