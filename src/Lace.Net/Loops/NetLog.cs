namespace Lace.Net.Loops;

/// <summary>The user's log, called so that its failure is not the service's.</summary>
internal sealed class NetLog(Action<string>? log)
{
    private long _failures;

    /// <summary>Lines that the user's log threw at.</summary>
    internal long Failures => Interlocked.Read(ref _failures);

    internal void Write(string line)
    {
        try
        {
            log?.Invoke(line);
        }
        catch (Exception)
        {
            // There is nowhere left to say it: the log is what failed.
            Interlocked.Increment(ref _failures);
        }
    }
}
