using Lace.Agents;

namespace Lace.Scenarios.Agents;

/// <summary>However often a call arrives, it runs once.</summary>
public static class StepOnceScenarios
{
    /// <summary>A copy gets the bytes of the first reply.</summary>
    public static void A_retried_step_does_not_run_twice()
    {
        using EnvironmentPair pair = new();
        (byte[] first, byte[] second) = SendStepTwice(pair);
        Check.SequenceEqual(first, second);
        Check.Equal(1, pair.Environment.Steps);
    }

    /// <summary>The control: without the memory of replies the same copy runs.</summary>
    public static void A_server_that_forgets_its_replies_runs_a_retried_step_twice()
    {
        using EnvironmentPair pair = new(remembersReplies: false);
        SendStepTwice(pair);
        Check.Equal(2, pair.Environment.Steps);
    }

    /// <summary>A link that loses requests and replies and repeats calls changes nothing but the number of attempts.</summary>
    public static void Every_step_runs_once_over_a_link_that_loses_and_repeats()
    {
        int seed = Random.Shared.Next();
        (int made, int ran, long retries) = StepOverBadLink(seed, remembersReplies: true);
        Check.Equal(made, ran, $"seed={seed}");
        Check.AtLeast(made / 10, retries, $"the link must have lost calls, seed={seed}");
    }

    /// <summary>The control: the same link, and a server that forgets.</summary>
    public static void A_bad_link_makes_a_forgetful_server_run_steps_twice()
    {
        int seed = Random.Shared.Next();
        (int made, int ran, _) = StepOverBadLink(seed, remembersReplies: false);
        Check.AtLeast(made + 1, ran, $"seed={seed}");
    }

    /// <summary>A reset that is repeated starts one episode.</summary>
    public static void A_retried_reset_does_not_run_twice()
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Link.NextFault = () => LinkFault.Repeated;
        pair.Client.Reset(3, observation.AsSpan());
        Check.Equal(1, pair.Environment.Resets);
        Check.Equal(3f, observation[2]);
    }

    /// <summary>A copy that was on its way for long must not act on the present.</summary>
    public static void A_late_copy_of_an_older_call_is_refused()
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Link.Sent = [];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Client.Step(1, observation.AsSpan());
        byte[] old = pair.Link.Sent[^1];
        pair.Client.Step(1, observation.AsSpan());

        (EnvironmentError status, string text, _) = pair.Send(old);
        Check.Equal(EnvironmentError.OldCall, status);
        Check.Contains("Sequence=2, the session is at 3", text);
        Check.Equal(2, pair.Environment.Steps);
        pair.Client.Step(1, observation.AsSpan());
        Check.Equal(3f, observation[0]);
    }

    /// <summary>A copy that arrives while the first still runs waits for it.</summary>
    public static void A_copy_that_comes_during_the_first_run_waits_for_its_reply()
    {
        using EnvironmentPair pair = new();
        using ManualResetEventSlim started = new();
        using ManualResetEventSlim goOn = new();
        float[] observation = new float[4];
        pair.Link.Sent = [];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Environment.OnStep = () =>
        {
            started.Set();
            goOn.Wait();
        };

        Thread first = new(() => pair.Client.Step(1, observation.AsSpan())) { Name = "first call" };
        first.Start();
        started.Wait();
        byte[] copy = pair.Link.Sent[^1];
        byte[]? reply = null;
        Thread second = new(() => reply = pair.Send(copy).Reply) { Name = "copy" };
        second.Start();
        Thread.Sleep(50);
        Check.True(second.IsAlive, "the copy waits");
        goOn.Set();
        first.Join();
        second.Join();
        Check.Equal(1, pair.Environment.Steps);
        Check.Equal(1f, BitConverter.ToSingle(reply!, 32));
    }

    /// <summary>A call that never got a reply may have run: going on as if nothing had happened would be a lie.</summary>
    public static void After_an_unknown_outcome_only_a_reset_goes_on()
    {
        using EnvironmentPair pair = new(attempts: 2);
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Link.NextFault = () => LinkFault.ReplyLost;
        Check.Throws<TimeoutException>(() => pair.Client.Step(1, observation.AsSpan()));
        Check.Equal(1, pair.Environment.Steps, "two attempts, one run");
        Check.Equal(1L, pair.Client.RetryCount);

        pair.Link.NextFault = () => LinkFault.None;
        EnvironmentException error = Check.Throws<EnvironmentException>(() => pair.Client.Step(1, observation.AsSpan()));
        Check.Equal(EnvironmentError.OutcomeUnknown, error.Error);
        Check.Equal(1, pair.Environment.Steps);
        pair.Client.Reset(2, observation.AsSpan());
        pair.Client.Step(1, observation.AsSpan());
        Check.SequenceEqual([1f, 2f, 2f, 1f], observation.AsSpan());
    }

    private static (byte[] First, byte[] Second) SendStepTwice(EnvironmentPair pair)
    {
        float[] observation = new float[4];
        pair.Link.Sent = [];
        pair.Client.Reset(1, observation.AsSpan());
        byte[] step =
        [
            .. pair.Link.Sent[^1][..6], 3, 0, .. pair.Link.Sent[^1][8..16], .. BitConverter.GetBytes(2L),
            .. BitConverter.GetBytes(pair.Client.ActionSpace.ComputeHash()), .. BitConverter.GetBytes(1L),
        ];
        (EnvironmentError status, string text, byte[] first) = pair.Send(step);
        Check.Equal((EnvironmentError)0, status, text);
        return (first, pair.Send(step).Reply);
    }

    private static (int Made, int Ran, long Retries) StepOverBadLink(int seed, bool remembersReplies)
    {
        Random random = new(seed);
        using EnvironmentPair pair = new(remembersReplies: remembersReplies, attempts: 1000);
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Link.NextFault = () => (LinkFault)random.Next(4);
        int made = TestRun.Count(2_000, 200_000);
        for (int i = 1; i <= made; i++)
        {
            pair.Client.Step(random.Next(3) - 1, observation.AsSpan());
            if (remembersReplies)
                Check.Equal(i, (int)observation[0], $"seed={seed}");
        }

        return (made, pair.Environment.Steps, pair.Client.RetryCount);
    }
}
