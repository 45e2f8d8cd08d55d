using Lace.Data;
using Lace.Ipc;

namespace Lace.Agents;

/// <summary>Base of environments whose observation is one array and whose action is one array or number.</summary>
/// <typeparam name="TAction">Element of an action; <see cref="long"/> for a <see cref="DiscreteSpace"/>.</typeparam>
/// <typeparam name="TObservation">Element of an observation.</typeparam>
public abstract class TypedEnvironment<TAction, TObservation> : IEnvironment
    where TAction : unmanaged
    where TObservation : unmanaged
{
    /// <summary>Fixes the spaces.</summary>
    /// <exception cref="ArgumentException">The elements of a space are not of the class's type.</exception>
    protected TypedEnvironment(Space observationSpace, Space actionSpace)
    {
        ArgumentNullException.ThrowIfNull(observationSpace);
        ArgumentNullException.ThrowIfNull(actionSpace);
        ElementTypes.Check<TObservation>(observationSpace, "observation");
        ElementTypes.Check<TAction>(actionSpace, "action");
        ObservationSpace = observationSpace;
        ActionSpace = actionSpace;
    }

    /// <inheritdoc/>
    public Space ObservationSpace { get; }

    /// <inheritdoc/>
    public Space ActionSpace { get; }

    /// <inheritdoc cref="IEnvironment.Reset"/>
    /// <param name="seed">Starts the random numbers anew; null goes on with those that there are.</param>
    /// <param name="observation">Gets the first observation, row-major; holds what the last call left.</param>
    public abstract void Reset(ulong? seed, Span<TObservation> observation);

    /// <inheritdoc cref="IEnvironment.Step"/>
    /// <param name="action">One action, row-major; a single element for a <see cref="DiscreteSpace"/>.</param>
    /// <param name="observation">Gets the observation after it, row-major; holds what the last call left.</param>
    public abstract StepResult Step(ReadOnlySpan<TAction> action, Span<TObservation> observation);

    void IEnvironment.Reset(ulong? seed, Span<byte> observation) => Reset(seed, Bytes.Cast<TObservation>(observation));

    StepResult IEnvironment.Step(ReadOnlySpan<byte> action, Span<byte> observation) =>
        Step(Bytes.Cast<TAction>(action), Bytes.Cast<TObservation>(observation));

    /// <summary>Gives back what the environment holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Overridden by environments that hold something; does nothing here.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
