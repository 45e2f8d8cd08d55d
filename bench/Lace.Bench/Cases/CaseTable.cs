using Lace.Bench.Ends;
using Lace.Ipc;

namespace Lace.Bench.Cases;

/// <summary>Every case, from the bottom up, with the floor that runs before it and the bar for their ratio.</summary>
internal static class CaseTable
{
    /// <summary>A 1080p RGB frame.</summary>
    private const int FrameBytes = 1920 * 1080 * 3;

    private const int MiB = 1 << 20;

    internal static IReadOnlyList<Case> All { get; } =
    [
        Ring(8, Bar.AtMost(1.15)),
        Ring(64, Bar.AtMost(1.15)),
        Ring(256, null),
        Ring(4096, null),
        Ring(MiB, null),
        Ring(FrameBytes, null),
        new OneWay(8) { Floor = Floor.RingOneWay, Bar = Bar.AtLeast(0.8) },
        new OneWay(256) { Floor = Floor.RingOneWay, Bar = Bar.AtLeast(0.8) },
        new OneWay(4096) { Floor = Floor.RingOneWay },
        new OneWay(MiB) { Floor = Floor.RingOneWay, Bar = Bar.AtLeast(0.9) },
        new OneWay(FrameBytes) { Floor = Floor.RingOneWay, Bar = Bar.AtLeast(0.9) },
        new FanIn(8) { Floor = new Floor.Other(new OneWay(8) { Floor = new Floor.None() }), Bar = Bar.AtLeast(0.7) },
        Topic(8, Bar.AtMost(3)),
        Topic(64, Bar.AtMost(3)),
        Topic(4096, null),
        new HandOver(FrameBytes) { Floor = new Floor.Other(new HandOver(64) { Floor = new Floor.None() }), Bar = Bar.AtMost(1.5) },
        new RoundTrip("topic frame round trip", FrameBytes, static run => Link.Topics(run, Slots(FrameBytes))) { Floor = Floor.FourCopies },
        new Request(8) { Floor = Floor.RingRoundTrip },
        new Request(4096) { Floor = Floor.RingRoundTrip },
        new ParkedRoundTrip(8) { Floor = Floor.Futex, Bar = Bar.AtMost(1.3) },
        new Idle { Floor = new Floor.None(), Bar = Bar.AtMost(0.05) },
    ];

    /// <summary>What the bar names and Lace.Ipc cannot do yet.</summary>
    internal static IReadOnlyList<string> NotYet { get; } =
    [
        "ring one way, batched, 8 B and 256 B (bar >= 1): there are no batches",
        "WaitAsync round trip through the pool (bar <= 2.5 x parked) and on the waiter thread (bar <= 1.3 x): there is no WaitAsync",
        "round trip in pure-spin mode: there is no such mode; spinning here is a loop of TryRead",
    ];

    /// <exception cref="ArgumentException">There is no such case.</exception>
    internal static Case Find(string id) =>
        All.SelectMany(static each => each.Floor is Floor.Other other ? [each, other.Case] : new[] { each })
            .FirstOrDefault(each => each.Id == id)
        ?? throw new ArgumentException($"no such case: {id}; cases: {string.Join(' ', All.Select(static each => each.Id))}");

    private static RoundTrip Ring(int sizeBytes, Bar? bar) =>
        new("ring round trip", sizeBytes, run => Link.Rings(run, Case.RingFor(sizeBytes))) { Floor = Floor.RingRoundTrip, Bar = bar };

    private static RoundTrip Topic(int sizeBytes, Bar? bar) =>
        new("topic round trip", sizeBytes, run => Link.Topics(run, Slots(sizeBytes))) { Floor = Floor.PingPong, Bar = bar };

    private static TopicOptions Slots(int sizeBytes) => new() { SlotSizeBytes = sizeBytes, MaxSubscribers = 1 };
}
