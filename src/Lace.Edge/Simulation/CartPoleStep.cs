namespace Lace.Edge.Simulation;

/// <summary>What one step of the cart-pole gave.</summary>
/// <param name="Reward">1 for every step taken, the last one included.</param>
/// <param name="Terminated">The cart left the track or the pole fell: the state after this step has no future.</param>
/// <param name="Truncated">
/// The episode reached <see cref="CartPole.MaxSteps"/>: it is cut, though its state has a future. Both flags may be set.
/// </param>
public readonly record struct CartPoleStep(double Reward, bool Terminated, bool Truncated)
{
    /// <summary>The episode is over; the next call must be a reset.</summary>
    public bool EpisodeOver => Terminated || Truncated;
}
