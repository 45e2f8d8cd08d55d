namespace Lace.Repo.Tests.Surface.Samples;

public delegate void SampleHandler(ReadOnlyMemory<byte> request, List<string?>? names);
