using System.Buffers;
using Lace.Agents;
using Lace.Data;
using Lace.Net;

namespace Lace.Scenarios.Agents;

/// <summary>Environments over real transports: sockets on loopback, and inside one process.</summary>
public static class EnvironmentServerScenarios
{
    private static readonly Endpoint s_tcp = Endpoint.Parse("tcp://127.0.0.1:0/environment");

    /// <summary>The whole conversation over tcp.</summary>
    public static Task An_episode_runs_over_tcp() => RunEpisodes(s_tcp);

    /// <summary>The same types, no sockets.</summary>
    public static Task An_episode_runs_inside_one_process() =>
        RunEpisodes(Endpoint.Parse($"inproc://environment-{Guid.NewGuid():N}"));

    /// <summary>Errors keep their kind and words over the wire; the server goes on.</summary>
    public static async Task Errors_travel_over_tcp_and_the_server_goes_on()
    {
        await using EnvironmentServer server = EnvironmentServer.Bind(s_tcp, () => new CounterEnvironment(episodeSteps: 1));
        await using EnvironmentClient client = EnvironmentClient.Connect(server.Endpoint);
        float[] observation = new float[4];
        Check.Equal(EnvironmentError.EpisodeOver, Check.Throws<EnvironmentException>(() => client.Step(0, observation.AsSpan())).Error);
        client.Reset(1, observation.AsSpan());
        Check.Equal(EnvironmentError.BadAction, Check.Throws<EnvironmentException>(() => client.Step(5, observation.AsSpan())).Error);
        Check.Equal(
            EnvironmentError.Busy, Check.Throws<EnvironmentException>(() => EnvironmentClient.Connect(server.Endpoint)).Error);
        Check.True(client.Step(0, observation.AsSpan()).Terminated);
    }

    /// <summary>A robot that was restarted does not pretend to know its old client.</summary>
    public static async Task After_a_restart_of_the_server_the_client_is_told_to_connect_again()
    {
        EnvironmentServer first = EnvironmentServer.Bind(s_tcp, () => new CounterEnvironment());
        Endpoint endpoint = first.Endpoint;
        await using EnvironmentClient client = EnvironmentClient.Connect(endpoint);
        float[] observation = new float[4];
        client.Reset(1, observation.AsSpan());
        client.Step(1, observation.AsSpan());
        await first.DisposeAsync();

        await using EnvironmentServer second = EnvironmentServer.Bind(endpoint, () => new CounterEnvironment());
        EnvironmentException error = Check.Throws<EnvironmentException>(() => client.Step(1, observation.AsSpan()));
        Check.Equal(EnvironmentError.NoSession, error.Error);
        await using EnvironmentClient again = EnvironmentClient.Connect(endpoint);
        again.Reset(1, observation.AsSpan());
    }

    /// <summary>A step that takes longer than an attempt is asked for again, and still runs once.</summary>
    public static async Task A_slow_step_is_retried_over_tcp_and_runs_once()
    {
        CounterEnvironment slow = new();
        await using EnvironmentServer server = EnvironmentServer.Bind(s_tcp, () => slow);
        await using EnvironmentClient client = EnvironmentClient.Connect(server.Endpoint, new EnvironmentClientOptions
        {
            Attempts = 200,
            Transport = new RequestClientOptions { Timeout = TimeSpan.FromMilliseconds(50) },
        });
        float[] observation = new float[4];
        client.Reset(1, observation.AsSpan());
        slow.OnStep = () => Check.Eventually(() => client.RetryCount > 2);
        client.Step(1, observation.AsSpan());
        slow.OnStep = () => { };
        client.Step(1, observation.AsSpan());
        Check.Equal(2f, observation[0]);
        Check.Equal(2, slow.Steps);
    }

    /// <summary>The blocking step is what a policy waits on: its thread allocates nothing.</summary>
    public static async Task A_warm_step_over_tcp_allocates_nothing_on_the_clients_thread()
    {
        await using EnvironmentServer server = EnvironmentServer.Bind(s_tcp, () => new CounterEnvironment());
        await using EnvironmentClient client = EnvironmentClient.Connect(server.Endpoint);

        // A path that runs for the first time, such as the ping of a step that a busy machine delays, may allocate once.
        long least = Enumerable.Range(0, 3).Min(_ => AllocatedByStepping(client, warmSteps: 2_000, steps: 2_000));
        Check.Equal(0L, least);
    }

    /// <summary>Two clients at once have an environment each, whichever threads serve them.</summary>
    public static async Task Many_clients_step_their_own_environments_at_once()
    {
        const int Clients = 8;
        int steps = TestRun.Count(200, 10_000);
        await using EnvironmentServer server = EnvironmentServer.Bind(
            s_tcp, () => new CounterEnvironment(), new EnvironmentServerOptions { MaxSessions = Clients });
        Exception?[] failures = new Exception?[Clients];
        Thread[] threads = [.. Enumerable.Range(0, Clients).Select(i => new Thread(() => failures[i] = Step(server.Endpoint, i, steps)))];
        foreach (Thread thread in threads)
        {
            thread.Name = "environment client";
            thread.Start();
        }

        foreach (Thread thread in threads)
            thread.Join();

        Check.Null(failures.FirstOrDefault(f => f is not null));
        Check.Equal(0, server.SessionCount, "all closed");
    }

    /// <summary>A picture is an observation like any other.</summary>
    public static async Task Observations_of_a_megabyte_cross_tcp_whole()
    {
        await using EnvironmentServer server = EnvironmentServer.Bind(s_tcp, () => new PictureEnvironment());
        await using EnvironmentClient client = EnvironmentClient.Connect(server.Endpoint);
        byte[] picture = new byte[client.ObservationSpace.SizeBytes];
        client.Reset(9, picture.AsSpan());
        Check.True(picture.All(b => b == 9));
        client.Step<float, byte>([0.5f, -1f], picture);
        Check.True(picture.All(b => b == 10));
        EnvironmentException error = Check.Throws<EnvironmentException>(() => client.Step<float, byte>([0.5f, float.NaN], picture));
        Check.Equal(EnvironmentError.BadAction, error.Error);
    }

    /// <summary>Bytes from anywhere are answered, and the service goes on.</summary>
    public static async Task Strange_requests_over_tcp_are_answered_with_an_error()
    {
        await using EnvironmentServer server = EnvironmentServer.Bind(s_tcp, () => new CounterEnvironment());
        await using (RequestClient stranger = RequestClient.Connect(server.Endpoint))
        {
            ArrayBufferWriter<byte> reply = new();
            stranger.Request("hello"u8, reply);
            Check.Equal((int)EnvironmentError.Malformed, BitConverter.ToInt32(reply.WrittenSpan[28..]));
        }

        await using EnvironmentClient client = EnvironmentClient.Connect(server.Endpoint);
        client.Reset(1, new float[4].AsSpan());
    }

    private static async Task RunEpisodes(Endpoint asked)
    {
        CounterEnvironment environment = new(episodeSteps: 50);
        EnvironmentServer server = EnvironmentServer.Bind(asked, () => environment, new EnvironmentServerOptions { Name = "counter" });
        await using (EnvironmentClient client = EnvironmentClient.Connect(server.Endpoint))
        {
            Check.Equal("counter", client.Name);
            float[] observation = new float[4];
            for (int episode = 1; episode <= 3; episode++)
            {
                client.Reset((ulong)episode, observation.AsSpan());
                StepResult result = default;
                for (int step = 1; step <= 50; step++)
                {
                    Check.False(result.IsOver);
                    result = client.Step(1, observation.AsSpan());
                    Check.SequenceEqual([step, episode, episode, step], observation.AsSpan());
                }

                Check.True(result.Terminated);
            }

            Check.Equal(1, server.SessionCount);
        }

        Check.Equal(0, server.SessionCount);
        Check.True(environment.IsDisposed);
        await server.DisposeAsync();
        Check.Equal(150, environment.Steps);
    }

    private static long AllocatedByStepping(EnvironmentClient client, int warmSteps, int steps)
    {
        float[] observation = new float[4];
        client.Reset(1, observation.AsSpan());
        for (int i = 0; i < warmSteps; i++)
            client.Step(1, observation.AsSpan());

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < steps; i++)
            client.Step(1, observation.AsSpan());

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Exception? Step(Endpoint endpoint, int seed, int steps)
    {
        try
        {
            using EnvironmentClient client = EnvironmentClient.Connect(endpoint);
            float[] observation = new float[4];
            client.Reset((ulong)seed, observation.AsSpan());
            for (int i = 1; i <= steps; i++)
            {
                client.Step(1, observation.AsSpan());
                Check.SequenceEqual([i, 1f, seed, i], observation.AsSpan());
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private sealed class PictureEnvironment() : TypedEnvironment<float, byte>(
        new BoxSpace(0, 255, DType.U8, 512, 683, 3), new BoxSpace(-1, 1, DType.F32, 2))
    {
        private byte _shade;

        public override void Reset(ulong? seed, Span<byte> observation) => observation.Fill(_shade = (byte)(seed ?? 0));

        public override StepResult Step(ReadOnlySpan<float> action, Span<byte> observation)
        {
            observation.Fill(++_shade);
            return default;
        }
    }
}
