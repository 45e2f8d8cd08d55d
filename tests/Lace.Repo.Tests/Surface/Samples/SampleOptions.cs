namespace Lace.Repo.Tests.Surface.Samples;

public sealed record SampleOptions
{
    public required string Name { get; init; }

    public string? Group { get; init; }
}
