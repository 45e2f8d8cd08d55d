namespace Lace.Agents.Environments;

/// <summary>Whether the server is the one that the client's options expect; says everything that differs.</summary>
internal static class ExpectationCheck
{
    internal static void Check(EnvironmentDescription found, EnvironmentClientOptions expected)
    {
        List<string> differences = [];
        Compare(differences, "name", found.Name, expected.ExpectedName);
        Compare(differences, "version", found.Version, expected.ExpectedVersion);
        Compare(differences, "observation space", found.ObservationSpace, expected.ExpectedObservationSpace);
        Compare(differences, "action space", found.ActionSpace, expected.ExpectedActionSpace);
        if (differences.Count != 0)
            throw new EnvironmentException(EnvironmentError.Unexpected, $"not the expected environment: {string.Join("; ", differences)}");
    }

    private static void Compare<T>(List<string> differences, string what, T found, T? expected) where T : class
    {
        if (expected is not null && !expected.Equals(found))
            differences.Add($"{what} differs: found {found}, expected {expected}");
    }
}
