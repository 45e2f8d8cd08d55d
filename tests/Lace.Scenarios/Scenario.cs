namespace Lace.Scenarios;

/// <summary>One claim that can be false, run by xunit and by the ahead-of-time runner.</summary>
/// <param name="Area">Ipc, Net, Data, Agents or Edge.</param>
/// <param name="Name"><c>Class.Method</c>, unique within its area.</param>
/// <param name="Body">Runs the scenario; a thrown exception is a failure.</param>
/// <param name="TimeLimit">After this, the scenario counts as hung.</param>
public sealed record Scenario(string Area, string Name, Func<Task> Body, TimeSpan TimeLimit)
{
    /// <summary><c>Area/Class.Method</c>.</summary>
    public string FullName => $"{Area}/{Name}";

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
