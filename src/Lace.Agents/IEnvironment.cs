using Lace.Data;

namespace Lace.Agents;

/// <summary>An environment with gymnasium's meaning of reset and step; here, or at a distance by <see cref="EnvironmentClient"/>.</summary>
/// <remarks>
/// <para>
/// Observations and actions are the bytes of a value of their space (<see cref="Space.SizeBytes"/>), so that images, vectors and whole
/// numbers go one way. To write one in terms of elements derive from <see cref="TypedEnvironment{TAction, TObservation}"/>; to use one,
/// see <see cref="EnvironmentExtensions"/>.
/// </para>
/// <para>Threads: one at a time.</para>
/// </remarks>
public interface IEnvironment : IDisposable
{
    /// <summary>What observations may be. The same for the life of the environment.</summary>
    Space ObservationSpace { get; }

    /// <summary>What actions may be. The same for the life of the environment.</summary>
    Space ActionSpace { get; }

    /// <summary>Starts an episode.</summary>
    /// <param name="seed">Starts the random numbers anew; null goes on with those that there are.</param>
    /// <param name="observation">Gets the first observation: exactly the bytes of <see cref="ObservationSpace"/>, aligned.</param>
    void Reset(ulong? seed, Span<byte> observation);

    /// <summary>Advances the episode by one action.</summary>
    /// <param name="action">Exactly the bytes of a value in <see cref="ActionSpace"/>, aligned for its elements.</param>
    /// <param name="observation">Gets the observation after it: exactly the bytes of <see cref="ObservationSpace"/>, aligned.</param>
    /// <exception cref="InvalidOperationException">There is no episode, or it is over: call <see cref="Reset"/>.</exception>
    StepResult Step(ReadOnlySpan<byte> action, Span<byte> observation);
}
