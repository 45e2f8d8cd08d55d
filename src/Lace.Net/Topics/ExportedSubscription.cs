namespace Lace.Net.Topics;

internal sealed class ExportedSubscription
{
    internal void Stop()
    {
    }
}
