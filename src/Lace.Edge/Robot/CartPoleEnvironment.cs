using Lace.Agents;
using Lace.Data;
using Lace.Edge.Simulation;

namespace Lace.Edge.Robot;

/// <summary>The cart-pole as an environment: observation float32[4], action 0 (left) or 1 (right), reward 1 a step.</summary>
/// <param name="view">Told of every state, for the camera.</param>
/// <param name="seed">Where the sequence of start states begins while nobody resets with a seed.</param>
public sealed class CartPoleEnvironment(RobotState view, ulong seed = 0) : TypedEnvironment<long, float>(s_observations, s_actions)
{
    /// <summary>What clients may insist on.</summary>
    public const string Name = "CartPole";

    /// <summary>The version of gymnasium's task that this is.</summary>
    public const string Version = "v1";

    // Episodes end before half of these are passed; the velocities have no limit.
    private static readonly double[] s_limits =
        [2 * CartPole.PositionLimit, double.PositiveInfinity, 2 * CartPole.AngleLimit, double.PositiveInfinity];
    private static readonly Space s_observations =
        new BoxSpace(s_limits.Select(static l => -l).ToArray(), s_limits, DType.F32, CartPoleState.ObservationLength);
    private static readonly Space s_actions = new DiscreteSpace(CartPole.ActionCount);

    private readonly CartPole _world = new(seed);
    private long _episode;

    /// <inheritdoc/>
    public override void Reset(ulong? seed, Span<float> observation)
    {
        if (seed is { } given)
            _world.Reset(given);
        else
            _world.Reset();

        _episode++;
        Show(observation);
    }

    /// <inheritdoc/>
    public override StepResult Step(ReadOnlySpan<long> action, Span<float> observation)
    {
        CartPoleStep step = _world.Step((int)action[0]);
        Show(observation);
        return new StepResult((float)step.Reward, step.Terminated, step.Truncated);
    }

    private void Show(Span<float> observation)
    {
        _world.State.CopyTo(observation);
        view.Set(_world.State, _episode, _world.StepCount);
    }
}
