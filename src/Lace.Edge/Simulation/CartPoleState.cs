namespace Lace.Edge.Simulation;

/// <summary>Where the cart and the pole are and how they move. Float64; SI units.</summary>
/// <param name="Position">Cart's position on the track, metres from its middle, right positive.</param>
/// <param name="Velocity">Cart's velocity, metres per second.</param>
/// <param name="Angle">Pole's angle from upright, radians, leaning right positive.</param>
/// <param name="AngularVelocity">Pole's angular velocity, radians per second.</param>
public readonly record struct CartPoleState(double Position, double Velocity, double Angle, double AngularVelocity)
{
    /// <summary>Numbers in an observation.</summary>
    public const int ObservationLength = 4;

    /// <summary>Writes position, velocity, angle and angular velocity as float32: the observation of the control task.</summary>
    /// <param name="observation">Shape <c>[4]</c>; a longer span keeps its rest.</param>
    /// <exception cref="ArgumentException"><paramref name="observation"/> is shorter than 4.</exception>
    public void CopyTo(Span<float> observation)
    {
        if (observation.Length < ObservationLength)
            throw new ArgumentException($"observation too short: length={observation.Length}, expected at least {ObservationLength}");

        observation[0] = (float)Position;
        observation[1] = (float)Velocity;
        observation[2] = (float)Angle;
        observation[3] = (float)AngularVelocity;
    }
}
