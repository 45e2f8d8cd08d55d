namespace Lace.Scenarios;

/// <summary>A scenario's claim did not hold. The message says what was found, what was expected and where.</summary>
public sealed class ScenarioFailedException : Exception
{
    /// <summary>A failure with its whole message.</summary>
    public ScenarioFailedException(string message) : base(message)
    {
    }

    /// <summary>A failure caused by another exception.</summary>
    public ScenarioFailedException(string message, Exception inner) : base(message, inner)
    {
    }
}
