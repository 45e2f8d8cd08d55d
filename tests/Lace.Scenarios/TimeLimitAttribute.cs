namespace Lace.Scenarios;

/// <summary>How long a scenario may take before the watchdog calls it hung. Default 60 s; ten times that with <c>LACE_LONG=1</c>.</summary>
/// <remarks>A limit is generous: it tells a hang from a slow machine, never a slow program from a fast one.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TimeLimitAttribute(double seconds) : Attribute
{
    /// <summary>The limit in seconds, before <c>LACE_LONG</c>.</summary>
    public double Seconds { get; } = seconds;
}
