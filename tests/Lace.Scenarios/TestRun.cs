namespace Lace.Scenarios;

/// <summary>What this run was asked for.</summary>
public static class TestRun
{
    /// <summary>True when <c>LACE_LONG=1</c> (<c>./test --long</c>): full counts instead of the quick ones.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("LACE_LONG") == "1";

    /// <summary>The count for this run: <paramref name="quick"/>, or <paramref name="full"/> in a long one.</summary>
    public static int Count(int quick, int full) => IsLong ? full : quick;
}
