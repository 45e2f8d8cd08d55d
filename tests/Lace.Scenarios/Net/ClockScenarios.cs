using Lace.Net.Loops;
using Lace.Net.Wire;

namespace Lace.Scenarios.Net;

/// <summary>The clock of another host is known within what the measurement says of itself.</summary>
public static class ClockScenarios
{
    private const long Second = 1_000_000_000;

    public static void The_offset_is_within_its_uncertainty_whatever_the_delays()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        for (int i = 0; i < TestRun.Count(2000, 200_000); i++)
        {
            long offsetNs = random.NextInt64(-1_000_000 * Second, 1_000_000 * Second);
            long nowNs = random.NextInt64(1_000_000 * Second);
            ClockSync clock = new();
            long best = long.MaxValue;
            for (int sample = 0; sample < 5; sample++)
            {
                long there = random.NextInt64(Second), inside = random.NextInt64(Second), back = random.NextInt64(Second);
                best = Math.Min(best, (there + back) / 2);
                Check.True(clock.Add(Pong(nowNs, offsetNs, there, inside), nowNs + there + inside + back));
            }

            (long found, long uncertainty) = clock.Best(nowNs);
            Check.AtMost(uncertainty + 1, Math.Abs(found - offsetNs), $"seed={seed}, round={i}");
            Check.AtMost(best + 1, uncertainty, $"seed={seed}, round={i}: the best sample did not count");
        }
    }

    public static void Times_that_cannot_be_are_no_sample()
    {
        ClockSync clock = new();
        Check.False(clock.Add(new PongFrame { PingSentNs = 10, PingReceivedNs = 5, SentNs = 4 }, 20), "sent before it was received");
        Check.False(clock.Add(new PongFrame { PingSentNs = 10, PingReceivedNs = 0, SentNs = 100 }, 20), "longer there than on the way");
        Check.False(clock.Add(new PongFrame { PingSentNs = 30, PingReceivedNs = 5, SentNs = 5 }, 20), "answered before it was asked");
        Check.False(clock.Add(new PongFrame { PingSentNs = long.MinValue, PingReceivedNs = long.MaxValue, SentNs = long.MaxValue }, 20));
        Check.False(clock.HasSample);
    }

    public static void An_old_sample_counts_less_than_a_new_one_that_is_nearly_as_good()
    {
        ClockSync clock = new();
        Check.True(clock.Add(Pong(0, 0, 1_000_000, 0), 2_000_000));
        long laterNs = 3600 * Second;
        Check.True(clock.Add(Pong(laterNs, 500_000_000, 2_000_000, 0), laterNs + 4_000_000));
        Check.Equal(500_000_000, clock.Best(laterNs + 4_000_000).OffsetNs);
    }

    private static PongFrame Pong(long askedNs, long offsetNs, long thereNs, long insideNs) => new()
    {
        PingSentNs = askedNs,
        PingReceivedNs = askedNs + thereNs + offsetNs,
        SentNs = askedNs + thereNs + insideNs + offsetNs,
    };
}
