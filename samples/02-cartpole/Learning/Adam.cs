namespace CartPoleSample.Learning;

/// <summary>Adam: steps of a size set by the running mean and spread of each weight's gradient (Kingma and Ba, 2015).</summary>
internal sealed class Adam(int count)
{
    private const float MeanDecay = 0.9f;
    private const float SquareDecay = 0.999f;
    private const float Epsilon = 1e-5f;

    private readonly float[] _mean = new float[count];
    private readonly float[] _square = new float[count];
    private int _steps;

    /// <summary>Moves <paramref name="weights"/> one step down <paramref name="gradient"/>.</summary>
    public void Step(Span<float> weights, ReadOnlySpan<float> gradient, float learningRate)
    {
        _steps++;
        float meanShare = 1 - MathF.Pow(MeanDecay, _steps);
        float squareShare = 1 - MathF.Pow(SquareDecay, _steps);
        for (int i = 0; i < weights.Length; i++)
        {
            _mean[i] += (1 - MeanDecay) * (gradient[i] - _mean[i]);
            _square[i] += (1 - SquareDecay) * (gradient[i] * gradient[i] - _square[i]);
            weights[i] -= learningRate * (_mean[i] / meanShare) / (MathF.Sqrt(_square[i] / squareShare) + Epsilon);
        }
    }
}
