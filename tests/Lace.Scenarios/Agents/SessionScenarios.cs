using Lace.Agents;
using Lace.Net;

namespace Lace.Scenarios.Agents;

/// <summary>Sessions are bounded, live as long as their clients and leave nothing behind.</summary>
public static class SessionScenarios
{
    /// <summary>A robot has one master; the second hears why.</summary>
    public static void A_second_client_is_refused_while_the_first_is_alive()
    {
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { Name = "robot" });
        EnvironmentException error = Check.Throws<EnvironmentException>(() => pair.Connect());
        Check.Equal(EnvironmentError.Busy, error.Error);
        Check.Contains("robot is taken: sessions=1, MaxSessions=1", error.Message);
        pair.Client.Reset(1, new float[4].AsSpan());
    }

    /// <summary>Closing makes room at once and gives the environment back.</summary>
    public static void A_closed_client_makes_room()
    {
        using EnvironmentPair pair = new();
        pair.Client.Dispose();
        Check.True(pair.Environment.IsDisposed);
        using EnvironmentClient next = pair.Connect();
        next.Reset(1, new float[4].AsSpan());
        Check.Equal(2, pair.Made.Count);
        Check.Throws<ObjectDisposedException>(() => pair.Client.Reset(1, new byte[16]));
    }

    /// <summary>A client that died makes room after its idle time, not before; if it comes back it hears about it.</summary>
    public static void An_idle_client_makes_room_after_its_time_only()
    {
        ManualTime time = new();
        TimeSpan timeout = TimeSpan.FromSeconds(10);
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { IdleTimeout = timeout, TimeProvider = time });
        float[] observation = new float[4];
        time.Advance(TimeSpan.FromSeconds(9));
        pair.Client.Reset(1, observation.AsSpan());
        time.Advance(timeout - TimeSpan.FromTicks(1));
        Check.Throws<EnvironmentException>(() => pair.Connect());
        time.Advance(TimeSpan.FromTicks(1));
        using EnvironmentClient next = pair.Connect();
        Check.True(pair.Environment.IsDisposed);

        EnvironmentException error = Check.Throws<EnvironmentException>(() => pair.Client.Step(1, observation.AsSpan()));
        Check.Equal(EnvironmentError.NoSession, error.Error);
        Check.Contains("connect again", error.Message);
        next.Reset(1, observation.AsSpan());
    }

    /// <summary>Nobody else came: the session is still there.</summary>
    public static void An_idle_client_keeps_its_session_while_nobody_asks()
    {
        ManualTime time = new();
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { TimeProvider = time });
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        time.Advance(TimeSpan.FromDays(1));
        pair.Client.Step(1, observation.AsSpan());
        Check.Equal(1f, observation[0]);
    }

    /// <summary>There is room: whoever is idle stays. When there is none, the one that is idle for longest goes, and no other.</summary>
    public static void An_idle_client_makes_room_only_when_there_is_none()
    {
        ManualTime time = new();
        TimeSpan timeout = TimeSpan.FromSeconds(10);
        using EnvironmentPair pair = new(
            options: new EnvironmentServerOptions { MaxSessions = 3, IdleTimeout = timeout, TimeProvider = time });
        time.Advance(TimeSpan.FromSeconds(1));
        using EnvironmentClient second = pair.Connect();
        time.Advance(timeout);
        using EnvironmentClient third = pair.Connect();
        Check.Equal(0, pair.Made.Count(e => e.IsDisposed));

        using EnvironmentClient fourth = pair.Connect();
        Check.SequenceEqual([true, false, false, false], pair.Made.Select(e => e.IsDisposed));
        second.Reset(1, new float[4].AsSpan());
    }

    /// <summary>An environment that cannot be given back is its own trouble, not that of the client that takes its place.</summary>
    public static void An_environment_that_fails_to_dispose_does_not_keep_others_out()
    {
        ManualTime time = new();
        List<string> log = [];
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions
        {
            TimeProvider = time,
            Transport = new RequestServerOptions { Log = log.Add },
        });
        pair.Environment.OnDispose = () => throw new InvalidOperationException("the arm is folded");
        time.Advance(TimeSpan.FromHours(1));
        using EnvironmentClient next = pair.Connect();
        next.Reset(1, new float[4].AsSpan());
        Check.Contains("the arm is folded", log.Single());
    }

    /// <summary>A step may take longer than the idle time; its client is alive.</summary>
    public static void A_session_in_the_middle_of_a_call_is_not_idle()
    {
        ManualTime time = new();
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { TimeProvider = time });
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        EnvironmentException? refused = null;
        pair.Environment.OnStep = () =>
        {
            time.Advance(TimeSpan.FromHours(1));
            refused = Check.Throws<EnvironmentException>(() => pair.Connect());
        };
        pair.Client.Step(1, observation.AsSpan());
        Check.Equal(EnvironmentError.Busy, refused?.Error);
        Check.False(pair.Environment.IsDisposed);
    }

    /// <summary>Each client has an environment of its own.</summary>
    public static void Sessions_do_not_share_an_environment()
    {
        using EnvironmentPair pair = new(options: new EnvironmentServerOptions { MaxSessions = 3 });
        using EnvironmentClient second = pair.Connect();
        using EnvironmentClient third = pair.Connect();
        Check.Throws<EnvironmentException>(() => pair.Connect());
        float[] observation = new float[4];
        second.Reset(2, observation.AsSpan());
        third.Reset(3, observation.AsSpan());
        second.Step(1, observation.AsSpan());
        Check.SequenceEqual([1f, 1f, 2f, 1f], observation.AsSpan());
        Check.SequenceEqual([0, 1, 0], pair.Made.Select(e => e.Steps));
    }

    /// <summary>Stopping the server gives every environment back, also one in the middle of a step: when that is done.</summary>
    public static void Stopping_disposes_every_environment_and_never_one_in_use()
    {
        EnvironmentPair pair = new(options: new EnvironmentServerOptions { MaxSessions = 2 });
        using EnvironmentClient second = pair.Connect();
        float[] observation = new float[4];
        pair.Client.Reset(1, observation.AsSpan());
        bool disposedInside = true;
        Thread stepping = new(() => pair.Client.Step(1, observation.AsSpan())) { Name = "step" };
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim stopped = new();
        pair.Environment.OnStep = () =>
        {
            inside.Set();
            stopped.Wait();
            disposedInside = pair.Environment.IsDisposed;
        };
        stepping.Start();
        inside.Wait();
        pair.Service.Dispose();
        Check.True(pair.Made[1].IsDisposed);
        stopped.Set();
        stepping.Join();
        Check.False(disposedInside, "the step could finish");
        Check.True(pair.Environment.IsDisposed, "and then it was given back");
        Check.Throws<EnvironmentException>(() => pair.Connect());
        pair.Dispose();
    }

    /// <summary>An open that is repeated is one session.</summary>
    public static void A_retried_open_takes_one_session()
    {
        using EnvironmentPair pair = new();
        pair.Client.Dispose();
        ServiceLink link = new(pair.Service) { NextFault = () => LinkFault.Repeated };
        using EnvironmentClient client = EnvironmentClient.Open(link, new EnvironmentClientOptions());
        Check.Equal(1, pair.Service.SessionCount);
        Check.Equal(2, pair.Made.Count, "one for each client");
    }
}
