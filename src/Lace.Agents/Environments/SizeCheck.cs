using Lace.Data;

namespace Lace.Agents.Environments;

/// <summary>A caller's bytes against a space.</summary>
internal static class SizeCheck
{
    internal static void Exact(int foundBytes, Space space, string what)
    {
        if (foundBytes != space.SizeBytes)
            Throw(foundBytes, space, what);
    }

    private static void Throw(int foundBytes, Space space, string what) =>
        throw new ArgumentException($"{what} of the wrong size: found {foundBytes} bytes, expected {space.SizeBytes} for {space}");
}
