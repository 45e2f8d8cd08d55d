namespace Lace.Ipc.Segments;

/// <summary>Waiting for a segment that somebody else will create.</summary>
internal static class SegmentAppearance
{
    private static readonly TimeSpan s_lookPeriod = TimeSpan.FromMilliseconds(20);

    internal static async Task<T> OpenAsync<T>(Func<T> open, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return open();
            }
            catch (SegmentNotFoundException)
            {
                await Task.Delay(s_lookPeriod, cancellation).ConfigureAwait(false);
            }
        }
    }
}
