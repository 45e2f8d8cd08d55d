namespace Lace.Repo.Tests.Surface.Samples;

[Flags]
public enum SampleKind : byte
{
    None = 0,
    First = 1,
}
