namespace Lace.Repo.Tests.Layers;

/// <summary>One project under src.</summary>
public sealed record Layer(string Project, string Assembly, IReadOnlyList<string> MayUse)
{
    /// <inheritdoc/>
    public override string ToString() => Project;
}
