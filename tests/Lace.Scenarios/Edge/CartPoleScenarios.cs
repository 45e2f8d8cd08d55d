using Lace.Edge.Simulation;

namespace Lace.Scenarios.Edge;

/// <summary>The simulated robot is the published control task. Literals come from the equations, solved by another program.</summary>
public static class CartPoleScenarios
{
    /// <summary>Python floats: the equations of motion as a 2 x 2 linear system, float64, Euler, from the start state of seed 42.</summary>
    private static readonly (int Action, CartPoleState After)[] s_golden =
    [
        (1, new(0.023476308662936173, 0.1614233915772063, -0.02245150554143886, -0.3151662077514562)),
        (0, new(0.0267047764944803, -0.03337167246162409, -0.028754829696467983, -0.029647439479208837)),
        (0, new(0.026037343045247817, -0.2280697131951264, -0.02934777848605216, 0.25382613683829114)),
        (1, new(0.02147594878134529, -0.032541276876625, -0.024271255749286336, -0.04796722973598988)),
        (1, new(0.02082512324381279, 0.16292014490625306, -0.025230600344006135, -0.3482080564143297)),
        (0, new(0.02408352614193785, -0.03183403079458816, -0.03219476147229273, -0.06358678037568288)),
        (1, new(0.02344684552604609, 0.16373436735217478, -0.03346649707980639, -0.3662509851821884)),
        (0, new(0.026721532873089586, -0.030896418125653108, -0.04079151678345016, -0.08430559609714239)),
        (1, new(0.026103604510576525, 0.16478580008631552, -0.042477628705393004, -0.38957413385978523)),
        (1, new(0.029399320512302835, 0.3604841008800173, -0.05026911138258871, -0.6953414614517488)),
    ];

    public static void Random_numbers_of_a_seed_are_those_published()
    {
        // The first values of seed 1234567 as published with the generator's C source.
        SplitMix64 random = new(1234567);
        ulong[] found = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        ulong[] expected =
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Check.SequenceEqual<ulong>(expected, found);
    }

    public static void A_seed_means_the_same_start_state_everywhere()
    {
        CartPole cart = new();
        cart.Reset(0);
        Check.Equal(new CartPoleState(0.03833108082136426, -0.006847200295149, -0.04735662284074023, 0.04708819781538286), cart.State);
        cart.Reset(42);
        Check.Equal(
            new CartPoleState(0.02415648787718233, -0.034008960712307995, -0.022139886974486135, -0.015580928347636247), cart.State);
        cart.Reset(ulong.MaxValue);
        Check.Equal(new CartPoleState(0.03939429202831844, 0.04125972035944532, -0.028051803710473246, -0.007376555055483361), cart.State);
    }

    public static void A_trajectory_follows_the_published_equations()
    {
        CartPole cart = new();
        cart.Reset(42);
        foreach ((int action, CartPoleState after) in s_golden)
        {
            Check.Equal(new CartPoleStep(1, Terminated: false, Truncated: false), cart.Step(action));
            CheckNear(after, cart.State, 1e-14);
        }

        Check.Equal(s_golden.Length, cart.StepCount);
    }

    public static void Pushing_one_way_lets_the_pole_fall_at_the_ninth_step()
    {
        CartPole cart = new();
        cart.Reset(42);
        for (int step = 1; step < 9; step++)
            Check.False(cart.Step(1).EpisodeOver);

        Check.Equal(new CartPoleStep(1, Terminated: true, Truncated: false), cart.Step(1));
        CheckNear(new(0.15889180847286227, 1.7284174722486418, -0.2452102279854853, -2.8568763828231343), cart.State, 1e-13);
        InvalidOperationException error = Check.Throws<InvalidOperationException>(() => cart.Step(1));
        Check.Contains("call Reset", error.Message);
    }

    public static void A_balanced_episode_is_cut_at_500_steps()
    {
        CartPole cart = new();
        cart.Reset(42);
        CartPoleStep step = default;
        int steps = 0;
        while (!step.EpisodeOver)
        {
            CartPoleState now = cart.State;
            step = cart.Step(now.Angle + 0.5 * now.AngularVelocity + 0.05 * now.Position + 0.1 * now.Velocity > 0 ? 1 : 0);
            steps++;
        }

        Check.Equal(500, steps);
        Check.Equal(new CartPoleStep(1, Terminated: false, Truncated: true), step);
    }

    public static void Limits_are_two_metres_forty_and_twelve_degrees()
    {
        Check.False(CartPole.IsOut(new(2.4, 0, 0, 0)));
        Check.True(CartPole.IsOut(new(2.4000001, 0, 0, 0)));
        Check.True(CartPole.IsOut(new(-2.4000001, 0, 0, 0)));
        Check.False(CartPole.IsOut(new(0, 9, 0.2094395, 9)));
        Check.True(CartPole.IsOut(new(0, 0, 0.2094396, 0)));
        Check.True(CartPole.IsOut(new(0, 0, -0.2094396, 0)));
        Check.True(CartPole.IsOut(new(double.NaN, 0, 0, 0)));
        Check.True(CartPole.IsOut(new(0, 0, double.NaN, 0)));
    }

    public static void Start_states_fill_their_range_and_follow_one_another()
    {
        CartPole cart = new(seed: 7);
        double least = 1, most = -1;
        for (int episode = 0; episode < 1000; episode++)
        {
            cart.Reset();
            foreach (double value in (double[])[cart.State.Position, cart.State.Velocity, cart.State.Angle, cart.State.AngularVelocity])
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        Check.AtLeast(-0.05, least);
        Check.AtMost(-0.0495, least);
        Check.AtMost(0.05, most);
        Check.AtLeast(0.0495, most);

        CartPole again = new();
        again.Reset(7);
        cart.Reset(7);
        again.Reset();
        Check.NotEqual(again.State, cart.State);
        cart.Reset();
        Check.Equal(again.State, cart.State);
    }

    public static void An_action_that_does_not_exist_moves_nothing()
    {
        CartPole cart = new();
        Check.Throws<InvalidOperationException>(() => cart.Step(0));
        cart.Reset(1);
        CartPoleState before = cart.State;
        ArgumentOutOfRangeException error = Check.Throws<ArgumentOutOfRangeException>(() => cart.Step(2));
        Check.Contains("action=2, expected 0 (left) or 1 (right)", error.Message);
        Check.Equal(before, cart.State);
        Check.Equal(0, cart.StepCount);
    }

    private static void CheckNear(CartPoleState expected, CartPoleState actual, double tolerance)
    {
        Check.Near(expected.Position, actual.Position, tolerance);
        Check.Near(expected.Velocity, actual.Velocity, tolerance);
        Check.Near(expected.Angle, actual.Angle, tolerance);
        Check.Near(expected.AngularVelocity, actual.AngularVelocity, tolerance);
    }
}
