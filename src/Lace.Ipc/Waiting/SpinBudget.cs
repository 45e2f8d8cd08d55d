namespace Lace.Ipc.Waiting;

/// <summary>How long to look before going to sleep: longer while looking pays, shorter while it does not.</summary>
/// <remarks>
/// Waking a sleeper costs tens of microseconds where a look costs tens of nanoseconds; but a look that finds nothing takes a core
/// from the process it waits for. With one processor there is nobody to look for.
/// </remarks>
internal sealed class SpinBudget
{
    // A round is one look and a pause of about 20 ns; 2,000 rounds are about what a sleep and a wake cost.
    private const int RoundsMax = 2_000;
    private const int RoundsMin = 32;
    private const int PausesPerRound = 4;

    private int _rounds = Environment.ProcessorCount > 1 ? RoundsMin * 8 : 0;

    /// <returns>Whether the source became ready within the budget.</returns>
    internal bool TrySpin(IWaitSource source)
    {
        for (int i = 0; i < _rounds; i++)
        {
            if (source.IsReady())
            {
                _rounds = Math.Min(_rounds * 2, RoundsMax);
                return true;
            }

            Thread.SpinWait(PausesPerRound);
        }

        if (_rounds > 0)
            _rounds = Math.Max(_rounds / 2, RoundsMin);

        return false;
    }
}
