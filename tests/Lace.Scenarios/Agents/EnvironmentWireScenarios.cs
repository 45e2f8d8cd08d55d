using Lace.Agents;

namespace Lace.Scenarios.Agents;

/// <summary>What crosses the wire is fixed, and whatever else comes is an error on the side that reads it.</summary>
public static class EnvironmentWireScenarios
{
    /// <summary>Literals on purpose: a change here is a change of the wire's version.</summary>
    public static void The_bytes_of_a_step_and_its_reply_are_exactly_these()
    {
        using EnvironmentPair pair = new(() => new CounterEnvironment(episodeSteps: 1, truncates: true));
        float[] observation = new float[4];
        pair.Link.Sent = [];
        byte[]? reply = null;
        pair.Link.Tamper = bytes => reply = bytes;
        pair.Client.Reset(0x1122, observation.AsSpan());
        byte[] reset = pair.Link.Sent[^1];
        pair.Client.Step(-1, observation.AsSpan());
        byte[] step = pair.Link.Sent[^1];

        string session = Convert.ToHexString(step.AsSpan(8, 8));
        Check.Equal($"4C454E5600000201{session}01000000000000002211000000000000", Convert.ToHexString(reset));
        string hash = Convert.ToHexString(BitConverter.GetBytes(pair.Client.ActionSpace.ComputeHash()));
        Check.Equal($"4C454E5600000300{session}0200000000000000{hash}FFFFFFFFFFFFFFFF", Convert.ToHexString(step));
        Check.Equal(
            $"4C454E5600000302{session}0200000000000000000000BF00000000" + "0000803F0000803F00108945000080BF", Convert.ToHexString(reply!));
    }

    /// <summary>Each error has the number that other languages read.</summary>
    public static void Error_numbers_do_not_change() => Check.Equal(
        "WireVersion=1 Malformed=2 Busy=3 NoSession=4 OldCall=5 EpisodeOver=6 BadAction=7 OtherSpace=8 EnvironmentFailed=9 "
        + "Unexpected=10 OutcomeUnknown=11",
        string.Join(' ', Enum.GetValues<EnvironmentError>().Select(e => $"{e}={(int)e}")));

    /// <summary>A server of another version says which.</summary>
    public static void Another_wire_version_is_refused_with_both_numbers()
    {
        using EnvironmentPair pair = new();
        byte[] open = [.. "LENV"u8, 9, 0, 1, 0, .. new byte[24]];
        (EnvironmentError status, string text, _) = pair.Send(open);
        Check.Equal(EnvironmentError.WireVersion, status);
        Check.Contains("the client speaks 9, the server 0", text);
    }

    /// <summary>Nothing that a client sends makes the server throw, and nothing wrong reaches the environment.</summary>
    public static void Malformed_requests_are_answered_with_an_error()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Link.Sent = [];
        pair.Client.Reset(1, observation.AsSpan());
        byte[] reset = pair.Link.Sent[^1];
        Check.Equal(EnvironmentError.Malformed, pair.Send([]).Status);
        Check.Equal(EnvironmentError.Malformed, pair.Send(reset[..31]).Status);
        Check.Equal(EnvironmentError.Malformed, pair.Send([.. reset, 0]).Status);
        Check.Equal(EnvironmentError.Malformed, pair.Send([.. reset[..6], 9, .. reset[7..]]).Status);

        for (int run = 0; run < TestRun.Count(20_000, 1_000_000); run++)
        {
            byte[] request = new byte[random.Next(64)];
            random.NextBytes(request);
            if (random.Next(2) == 0)
                reset.AsSpan(0, Math.Min(random.Next(32), request.Length)).CopyTo(request);

            (EnvironmentError status, _, byte[] reply) = pair.Send(request);
            Check.AtLeast(32, reply.Length, $"seed={seed}, run={run}");
            Check.AtMost((int)EnvironmentError.OutcomeUnknown, (int)status, $"seed={seed}, run={run}");
        }

        Check.Equal(0, pair.Environment.Steps, $"seed={seed}");
    }

    /// <summary>A client believes no reply that is not the one to its call.</summary>
    public static void Replies_that_do_not_belong_to_the_call_are_refused()
    {
        foreach (int at in (int[])[0, 4, 6, 8, 16])
        {
            EnvironmentException error = Refused(reply =>
            {
                reply[at] ^= 0x55;
                return reply;
            });
            Check.Equal(EnvironmentError.OutcomeUnknown, error.Error, $"byte {at}");
        }

        Check.Contains("length=0", Refused(_ => []).Message);
        Check.Contains("length=31", Refused(reply => reply[..31]).Message);
        Check.Contains("observation bytes=12, expected 16", Refused(reply => reply[..^4]).Message);
        Check.Contains("observation bytes=17, expected 16", Refused(reply => [.. reply, 0]).Message);
    }

    /// <summary>A description from a hostile server ends in an error, whatever it is.</summary>
    public static void A_damaged_description_is_refused()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { MaxSessions = int.MaxValue });
        int refused = 0;
        for (int run = 0; run < TestRun.Count(2_000, 50_000); run++)
        {
            ServiceLink link = new(pair.Service)
            {
                Tamper = reply =>
                {
                    if (reply.Length > 32)
                        reply[random.Next(32, reply.Length)] = (byte)random.Next(256);

                    return random.Next(10) == 0 ? reply[..random.Next(reply.Length)] : reply;
                },
            };
            try
            {
                EnvironmentClient.Open(link, new EnvironmentClientOptions()).Dispose();
            }
            catch (EnvironmentException e) when (e.Error is EnvironmentError.Unexpected or EnvironmentError.OutcomeUnknown)
            {
                refused++;
            }
        }

        Check.AtLeast(100, refused, $"the control: damage must be noticed, seed={seed}");
        Check.Equal(1, pair.Service.SessionCount, "every other session was closed");
    }

    private static EnvironmentException Refused(Func<byte[], byte[]> tamper)
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Link.Tamper = tamper;
        return Check.Throws<EnvironmentException>(() => pair.Client.Step(1, observation.AsSpan()));
    }
}
