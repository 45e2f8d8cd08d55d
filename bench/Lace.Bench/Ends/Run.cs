namespace Lace.Bench.Ends;

/// <summary>What one process of a run is told.</summary>
/// <param name="Place">0 measures; the others answer it or feed it.</param>
/// <param name="Prefix">First part of the names of this run's segments.</param>
/// <param name="Count">Messages or round trips that are timed.</param>
/// <param name="WarmUpMs">How long to run before: the compiler needs time more than counts.</param>
internal sealed record Run(int Place, string Prefix, long Count, int WarmUpMs)
{
    internal bool IsFirst => Place == 0;
}
