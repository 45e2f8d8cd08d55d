using Lace.Agents;
using Lace.Data;
using Lace.Ipc;

namespace Lace.Scenarios.Agents;

/// <summary>An environment at a distance behaves like one that is here, errors included.</summary>
public static class EnvironmentScenarios
{
    /// <summary>Spaces, observations, rewards and flags arrive as they left.</summary>
    public static void Reset_and_step_bring_what_the_environment_says()
    {
        using EnvironmentPair pair = new(() => new CounterEnvironment(episodeSteps: 2));
        float[] observation = new float[4];
        Check.Equal<Space>(new DiscreteSpace(3, -1), pair.Client.ActionSpace);
        Check.Equal(pair.Environment.ObservationSpace, pair.Client.ObservationSpace);

        pair.Client.Reset(7, observation.AsSpan());
        Check.SequenceEqual([0f, 1f, 7f, 0f], observation.AsSpan());
        Check.Equal(new StepResult(0.5f, Terminated: false, Truncated: false), pair.Client.Step(1, observation.AsSpan()));
        Check.SequenceEqual([1f, 1f, 7f, 1f], observation.AsSpan());
        Check.Equal(new StepResult(-0.5f, Terminated: true, Truncated: false), pair.Client.Step(-1, observation.AsSpan()));
        pair.Client.Reset(null, observation.AsSpan());
        Check.SequenceEqual([0f, 2f, -1f, 0f], observation.AsSpan());
        pair.Client.Reset(0, observation.AsSpan());
        Check.Equal(0f, observation[2], "seed 0 is a seed");
    }

    /// <summary>A cut episode is not an ended one.</summary>
    public static void Truncation_travels_apart_from_termination()
    {
        using EnvironmentPair pair = new(() => new CounterEnvironment(episodeSteps: 1, truncates: true));
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        Check.Equal(new StepResult(0, Terminated: false, Truncated: true), pair.Client.Step(0, observation.AsSpan()));
    }

    /// <summary>A step that no episode can take is refused, and a reset heals it.</summary>
    public static void Stepping_without_an_episode_is_an_error_that_travels()
    {
        using EnvironmentPair pair = new(() => new CounterEnvironment(episodeSteps: 1));
        float[] observation = new float[4];
        EnvironmentException early = Check.Throws<EnvironmentException>(() => pair.Client.Step(0, observation.AsSpan()));
        Check.Equal(EnvironmentError.EpisodeOver, early.Error);
        Check.Contains("call Reset", early.Message);

        pair.Client.Reset(1, observation.AsSpan());
        Check.True(pair.Client.Step(0, observation.AsSpan()).Terminated);
        EnvironmentException late = Check.Throws<EnvironmentException>(() => pair.Client.Step(0, observation.AsSpan()));
        Check.Equal(EnvironmentError.EpisodeOver, late.Error);
        Check.Contains("after 1 steps: the episode terminated", late.Message);
        Check.Equal(1, pair.Environment.Steps);

        pair.Client.Reset(2, observation.AsSpan());
        Check.True(pair.Client.Step(0, observation.AsSpan()).Terminated);
    }

    /// <summary>A wrong action is named on the side that makes it, and harms nothing.</summary>
    public static void Wrong_actions_are_refused_before_they_are_sent()
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        byte[] raw = new byte[16];
        pair.Client.Reset(1, observation.AsSpan());

        ArgumentException size = Check.Throws<ArgumentException>(() => pair.Client.Step(new byte[4], raw));
        Check.Contains("found 4 bytes, expected 8 for Discrete(-1..1)", size.Message);
        ArgumentException type = Check.Throws<ArgumentException>(() => pair.Client.Step<float, float>([1f, 2f], observation));
        Check.Contains("found Single", type.Message);
        Check.Throws<ArgumentException>(() => pair.Client.Step<long, double>([1], new double[2]));
        Check.Throws<ArgumentException>(() => pair.Client.Step(new byte[8], new byte[8]));
        Check.Equal(0, pair.Environment.Steps);
    }

    /// <summary>The server does not rely on its clients' checks.</summary>
    public static void Wrong_actions_are_refused_by_the_server_too()
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Link.Sent = [];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Client.Step(1, observation.AsSpan());
        byte[] step = pair.Link.Sent[^1];

        Check.Equal(EnvironmentError.BadAction, Next(pair, step, 3, request => request[..^4]).Status);
        (EnvironmentError status, string text) = Next(pair, step, 4, request => [.. request[..32], .. BitConverter.GetBytes(7L)]);
        Check.Equal(EnvironmentError.BadAction, status);
        Check.Contains("found 7, expected a value of Discrete(-1..1)", text);
        (status, text) = Next(pair, step, 5, request => [.. request[..24], .. new byte[8], .. request[32..]]);
        Check.Equal(EnvironmentError.OtherSpace, status);
        Check.Contains("Discrete(-1..1)", text);
        Check.Equal(1, pair.Environment.Steps);
        Check.Equal((EnvironmentError)0, Next(pair, step, 6, request => request).Status, "the episode goes on");
        Check.Equal(2, pair.Environment.Steps);
    }

    /// <summary>What an environment throws is its client's to hear.</summary>
    public static void A_throw_of_the_environment_travels_and_the_server_goes_on()
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        pair.Environment.OnStep = () => throw new InvalidDataException("the gripper is stuck " + new string('x', 5000));

        EnvironmentException error = Check.Throws<EnvironmentException>(() => pair.Client.Step(1, observation.AsSpan()));
        Check.Equal(EnvironmentError.EnvironmentFailed, error.Error);
        Check.Contains("InvalidDataException: the gripper is stuck", error.Message);
        Check.AtMost(1024, error.Message.Length);
    }

    /// <summary>The factory may fail for one client and work for the next.</summary>
    public static void A_factory_that_throws_takes_no_session()
    {
        int made = 0;
        InvalidOperationException failure = new("no camera");
        EnvironmentException error = Check.Throws<EnvironmentException>(() => new EnvironmentPair(() => throw failure));
        Check.Equal(EnvironmentError.EnvironmentFailed, error.Error);
        Check.Contains("no camera", error.Message);

        using EnvironmentPair pair = new(() => made++ == 1 ? throw failure : new CounterEnvironment());
        pair.Client.Dispose();
        Check.Throws<EnvironmentException>(() => pair.Connect());
        Check.Equal(0, pair.Service.SessionCount);
        using EnvironmentClient next = pair.Connect();
    }

    /// <summary>A client says what it expects; the error names everything that differs.</summary>
    public static void An_unexpected_environment_is_named_with_what_differs()
    {
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { Name = "cartpole", Version = "2", MaxSessions = 2 });
        EnvironmentException error = Check.Throws<EnvironmentException>(() => pair.Connect(new EnvironmentClientOptions
        {
            ExpectedName = "cartpole",
            ExpectedVersion = "1",
            ExpectedActionSpace = new DiscreteSpace(2),
        }));
        Check.Equal(EnvironmentError.Unexpected, error.Error);
        Check.Contains("version differs: found 2, expected 1; ", error.Message);
        Check.Contains("action space differs: found Discrete(-1..1), expected Discrete(0..1)", error.Message);
        Check.False(error.Message.Contains("name differs", StringComparison.Ordinal));
        Check.Equal(1, pair.Service.SessionCount, "the refused client closed its session");

        using EnvironmentClient client = pair.Connect(new EnvironmentClientOptions
        {
            ExpectedName = "cartpole",
            ExpectedVersion = "2",
            ExpectedActionSpace = pair.Client.ActionSpace,
            ExpectedObservationSpace = pair.Client.ObservationSpace,
        });
        Check.Equal("cartpole", client.Name);
    }

    /// <summary>A step at a distance is free of allocation on both sides once warm.</summary>
    public static void A_warm_step_allocates_nothing_on_either_side()
    {
        using EnvironmentPair pair = new();
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        for (int i = 0; i < 200; i++)
            pair.Client.Step(1, observation.AsSpan());

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
            pair.Client.Step(1, observation.AsSpan());

        Check.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Check.Equal(10_200f, observation[0]);
    }

    /// <summary>Actions and observations of any element type, such as pictures.</summary>
    public static void A_base_class_refuses_spaces_of_other_elements()
    {
        ArgumentException error = Check.Throws<ArgumentException>(() => new MisfitEnvironment());
        Check.Contains("observation of another element type: found Single", error.Message);
    }

    private static (EnvironmentError Status, string Text) Next(
        EnvironmentPair pair, byte[] step, long sequence, Func<byte[], byte[]> change)
    {
        byte[] request = [.. step];
        BitConverter.TryWriteBytes(request.AsSpan(16), sequence);
        (EnvironmentError status, string text, _) = pair.Send(change(request));
        return (status, text);
    }

    private sealed class MisfitEnvironment() : TypedEnvironment<long, float>(new BoxSpace(0, 255, DType.U8, 2), new DiscreteSpace(2))
    {
        public override void Reset(ulong? seed, Span<float> observation) => Bytes.AsBytes(observation).Clear();

        public override StepResult Step(ReadOnlySpan<long> action, Span<float> observation) => default;
    }
}
