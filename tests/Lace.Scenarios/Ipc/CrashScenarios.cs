using Lace.Ipc;
using Lace.Scenarios.Peers.Ipc;

namespace Lace.Scenarios.Ipc;

/// <summary>
/// What a kill leaves at each named step of create, attach, reap, detach and unlink, for every role. After each: survivors go on,
/// the place can be taken again, and nothing is left behind (the runner looks).
/// </summary>
public static class CrashScenarios
{
    private static readonly string[] s_attachStops =
        ["attach.opened", "attach.gated", "attach.locked", "attach.filled", "attach.prepared", "attach.live"];

    private static readonly string[] s_reapStops = ["reap.locked", "reap.cleared", "reap.freed"];

    private static readonly string[] s_creators =
        [IpcEnd.TopicPublisher, IpcEnd.TopicSubscriber, IpcEnd.RingPublisher, IpcEnd.RingSubscriber, IpcEnd.RequestServer];

    public static void A_creator_killed_anywhere_hinders_nobody_before_or_after() =>
        Crash.ForEach(s_creators, ["create.allocated", "create.initialised", "create.linked"], static (role, stop, name) =>
        {
            using Peer creator = Crash.Start(create: true, role, name, stop);
            creator.WaitForLine($"stopped {stop}");
            Check.Equal(stop == "create.linked", Crash.Exists(name));
            Crash.CheckUsable(role, name);
            creator.Kill9();
            Crash.CheckUsable(role, name);
            Check.False(Crash.Exists(name));
        });

    public static void One_killed_anywhere_in_attach_leaves_its_place_to_the_next() =>
        Crash.ForEach([.. IpcEnd.Roles, IpcEnd.TopicSubscriberInOrder], s_attachStops, static (role, stop, name) =>
        {
            using Creation segment = new(role, name);
            using (Peer attacher = Crash.Start(create: false, role, name, stop))
                Crash.KillAt(attacher, stop);

            Crash.CheckReplaced(role, name, segment.Survivor);
        });

    public static void One_killed_while_taking_a_dead_ones_place_leaves_it_to_the_next() =>
        Crash.ForEach(IpcEnd.Roles, ["reap.cleared", "reap.freed"], static (role, stop, name) =>
        {
            using Creation segment = new(role, name);
            Crash.LeaveDead(role, name);
            using (Peer attacher = Crash.Start(create: false, role, name, stop))
                Crash.KillAt(attacher, stop);

            Crash.CheckReplaced(role, name, segment.Survivor);
        });

    [TimeLimit(120)]
    public static void A_reaper_killed_anywhere_is_followed_by_the_next() =>
        Crash.ForEach(IpcEnd.Roles, s_reapStops, static (role, stop, name) =>
        {
            using Creation segment = new(role, name);
            using (Peer reaper = Crash.StartAttached(ReaperOf(role), name))
            {
                Crash.LeaveDead(role, name);
                reaper.Send($"stop {stop}");
                reaper.Send("nap");
                Crash.KillAt(reaper, stop);
            }

            Check.AtLeast(1, Crash.Look(name).Dead, "the reaper itself");
            if (role == IpcEnd.RequestServer)
            {
                // A client does not wait where there is no server; its next server finds the dead.
                Crash.CheckReplaced(
                    role, name, segment.Survivor, next => Check.Eventually(() => IsSettled(() => next.Nap(Crash.Nap), name)));
                return;
            }

            Check.Eventually(() => IsSettled(segment.Nap, name));
            Crash.CheckReplaced(role, name, segment.Survivor);
        });

    public static void A_place_that_is_being_reaped_is_waited_for_not_refused() =>
        Crash.ForEach(IpcEnd.Roles, s_reapStops, static (role, stop, name) =>
        {
            using Creation segment = new(role, name);
            segment.TakeSpares();
            using Peer reaper = Crash.StartAttached(ReaperOf(role), name);
            Crash.LeaveDead(role, name);
            reaper.Send($"stop {stop}");
            reaper.Send("nap");
            reaper.WaitForLine($"stopped {stop}");

            Task<IpcEnd> successor = Task.Factory.StartNew(() => IpcEnd.Open(role, name), TaskCreationOptions.LongRunning);
            Thread.Sleep(20);
            Check.False(successor.IsCompleted, "its place is still held by the reaper");
            reaper.Kill9();
            using IpcEnd opened = successor.GetAwaiter().GetResult();
            IpcEnd.Exchange(segment.Survivor, opened, 61);
        });

    public static void One_killed_anywhere_in_detach_leaves_its_place_to_the_next() =>
        Crash.ForEach(IpcEnd.Roles, ["reap.cleared", "reap.freed", "detach.cleared", "detach.gated"], static (role, stop, name) =>
        {
            using Creation segment = new(role, name);
            using (Peer leaver = Crash.StartAttached(role, name))
            {
                leaver.Send($"stop {stop}");
                leaver.Send("dispose");
                Crash.KillAt(leaver, stop);
            }

            Crash.CheckReplaced(role, name, segment.Survivor);
        });

    public static void The_last_one_out_killed_anywhere_in_unlink_leaves_a_usable_name() =>
        Crash.ForEach(IpcEnd.Roles, ["detach.cleared", "detach.gated", "unlink.before", "unlink.after"], static (role, stop, name) =>
        {
            using Peer leaver = LastOneIn(role, name);
            leaver.Send($"stop {stop}");
            leaver.Send("dispose");
            leaver.WaitForLine($"stopped {stop}");
            bool named = Crash.Exists(name);
            Check.Equal(stop != "unlink.after", named);

            leaver.Kill9();
            Check.Equal(named, Crash.Exists(name));
            Crash.CheckUsable(role, name);
            Check.False(Crash.Exists(name));
        });

    public static void One_who_opens_while_the_name_is_taken_away_gets_a_whole_segment()
    {
        string[] roles = [IpcEnd.TopicPublisher, IpcEnd.RingSubscriber, IpcEnd.RequestServer];
        Crash.ForEach(roles, ["unlink.before", "unlink.after"], static (role, stop, name) =>
        {
            using Peer leaver = LastOneIn(role, name);
            leaver.Send($"stop {stop}");
            leaver.Send("dispose");
            leaver.WaitForLine($"stopped {stop}");

            Task opening = Task.Factory.StartNew(() => Crash.CheckUsable(role, name), TaskCreationOptions.LongRunning);
            Thread.Sleep(50);
            Check.False(stop == "unlink.before" && opening.IsCompleted, "who unlinks holds the gate");
            leaver.Kill9();
            opening.GetAwaiter().GetResult();
        });
    }

    /// <summary>Who waits, and reaps, next to a dead one of this role.</summary>
    private static string ReaperOf(string role) => role switch
    {
        IpcEnd.TopicPublisher => IpcEnd.TopicSubscriber,
        IpcEnd.RingSubscriber => IpcEnd.RingPublisher,
        IpcEnd.RequestServer => IpcEnd.RequestClient,
        _ => role,
    };

    private static bool IsSettled(Action nap, string name)
    {
        nap();
        return Crash.Look(name).Dead == 0;
    }

    /// <summary>A peer that is alone in its segment.</summary>
    private static Peer LastOneIn(string role, string name)
    {
        if (role != IpcEnd.RequestClient)
        {
            Peer alone = Crash.Start(create: true, role, name);
            alone.WaitForLine("attached");
            return alone;
        }

        using IpcEnd server = IpcEnd.Create(IpcEnd.RequestServer, name);
        return Crash.StartAttached(role, name);
    }
}
