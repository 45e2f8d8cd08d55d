using Lace.Ipc;

namespace Lace.Agents;

/// <summary>Any <see cref="IEnvironment"/> in terms of elements instead of bytes. No copy, no allocation.</summary>
public static class EnvironmentExtensions
{
    /// <inheritdoc cref="IEnvironment.Reset"/>
    /// <param name="environment">The environment.</param>
    /// <param name="seed">Starts the random numbers anew; null goes on with those that there are.</param>
    /// <param name="observation">Gets the first observation, row-major, all of its elements.</param>
    /// <exception cref="ArgumentException">The observation space has other elements.</exception>
    public static void Reset<TObservation>(this IEnvironment environment, ulong? seed, Span<TObservation> observation)
        where TObservation : unmanaged
    {
        ArgumentNullException.ThrowIfNull(environment);
        ElementTypes.Check<TObservation>(environment.ObservationSpace, "observation");
        environment.Reset(seed, Bytes.AsBytes(observation));
    }

    /// <inheritdoc cref="IEnvironment.Step"/>
    /// <param name="environment">The environment.</param>
    /// <param name="action">One action, row-major, all of its elements.</param>
    /// <param name="observation">Gets the observation after it, row-major, all of its elements.</param>
    /// <exception cref="ArgumentException">A space has other elements.</exception>
    public static StepResult Step<TAction, TObservation>(
        this IEnvironment environment, ReadOnlySpan<TAction> action, Span<TObservation> observation)
        where TAction : unmanaged
        where TObservation : unmanaged
    {
        ArgumentNullException.ThrowIfNull(environment);
        ElementTypes.Check<TAction>(environment.ActionSpace, "action");
        ElementTypes.Check<TObservation>(environment.ObservationSpace, "observation");
        return environment.Step(Bytes.AsBytes(action), Bytes.AsBytes(observation));
    }

    /// <summary>Advances the episode by one action of a <see cref="Data.DiscreteSpace"/>.</summary>
    /// <inheritdoc cref="Step{TAction, TObservation}"/>
    public static StepResult Step<TObservation>(this IEnvironment environment, long action, Span<TObservation> observation)
        where TObservation : unmanaged =>
        environment.Step<long, TObservation>(new ReadOnlySpan<long>(in action), observation);
}
