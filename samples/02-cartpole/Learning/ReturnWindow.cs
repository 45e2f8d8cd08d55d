namespace CartPoleSample.Learning;

/// <summary>The returns of the last training episodes: whether an examination is worth its 50,000 steps.</summary>
/// <param name="length">Episodes that count.</param>
/// <param name="promisingMean">Mean return, with actions still drawn by chance, from which the greedy policy is likely to pass.</param>
/// <remarks>
/// Five episodes are few, but the examination itself is the judge, and a hopeless one ends after a handful of episodes;
/// ten took a sixth more training steps over 60 seeds, and saved no examination.
/// </remarks>
public sealed class ReturnWindow(int length = 5, double promisingMean = 475)
{
    private readonly Queue<double> _returns = new(length);

    /// <summary>Mean of the last episodes; 0 before the first.</summary>
    public double Mean => _returns.Count == 0 ? 0 : _returns.Average();

    /// <summary>As many episodes are here as count, and their mean is high enough to examine.</summary>
    public bool PromisesPass => _returns.Count == length && Mean >= promisingMean;

    /// <summary>Adds an episode's return; the oldest goes.</summary>
    public void Add(double episodeReturn)
    {
        if (_returns.Count == length)
            _returns.Dequeue();

        _returns.Enqueue(episodeReturn);
    }

    /// <summary>Forgets all, so that the next examination waits for new episodes.</summary>
    public void Clear() => _returns.Clear();
}
