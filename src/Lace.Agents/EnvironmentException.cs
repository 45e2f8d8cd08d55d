namespace Lace.Agents;

/// <summary>An environment at a distance refused a call; <see cref="Error"/> says why and what state that leaves.</summary>
public sealed class EnvironmentException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">A sentence with what was found and expected.</param>
    /// <param name="inner">The cause on this side, if there is one.</param>
    public EnvironmentException(EnvironmentError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>The kind.</summary>
    public EnvironmentError Error { get; }
}
