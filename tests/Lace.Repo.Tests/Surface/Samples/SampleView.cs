namespace Lace.Repo.Tests.Surface.Samples;

public readonly ref struct SampleView
{
    public ReadOnlySpan<byte> Payload => default;
}
