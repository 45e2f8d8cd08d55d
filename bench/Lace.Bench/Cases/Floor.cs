namespace Lace.Bench.Cases;

/// <summary>What runs directly before a case, as its measure.</summary>
internal abstract record Floor
{
    /// <summary>The case is held against an absolute number.</summary>
    internal sealed record None : Floor;

    /// <summary>One of the C programs in bench/floors.</summary>
    /// <param name="FileName">The program.</param>
    /// <param name="Name">What the table calls it.</param>
    /// <param name="Times">How many times the program's unit the case does, such as four copies in a round trip.</param>
    internal sealed record Program(string FileName, string Name, int Times = 1) : Floor;

    /// <summary>A simpler case of this benchmark.</summary>
    internal sealed record Other(Case Case) : Floor;

    internal static Program PingPong { get; } = new("ping_pong", "ping-pong");

    internal static Program RingRoundTrip { get; } = new("ring_round_trip", "bare ring round trip");

    internal static Program RingOneWay { get; } = new("ring_one_way", "bare ring one way");

    internal static Program Futex { get; } = new("futex_ping_pong", "futex ping-pong");

    internal static Program FourCopies { get; } = new("memory_copy", "memcpy x 4", Times: 4);
}
