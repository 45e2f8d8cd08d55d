namespace Lace.Repo.Tests.Surface.Samples;

#pragma warning disable CA1051, CA1816 // Shapes for the printer to print, not to use.

public abstract class Sample<T> : IDisposable
    where T : unmanaged
{
    public const int Limit = 3;

    protected Sample(string? name) => Name = name ?? "";

    public string Name { get; protected set; }

    internal int Hidden { get; set; }

    public static Sample<T> Open(string name, TimeSpan? timeout = null) => throw new NotSupportedException($"{name} {timeout}");

    public abstract bool TryTake(out T value);

    public virtual void Dispose()
    {
    }
}
