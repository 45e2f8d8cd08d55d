using Lace.Edge.Simulation;

namespace CartPoleSample.Learning;

/// <summary>
/// A network of two tanh layers and a linear one, whose parameters are a part of one flat array that it does not own.
/// </summary>
/// <remarks>
/// <code>
/// parameters, from Offset:  W1 [inputs, hidden]  b1 [hidden]  W2 [hidden, hidden]  b2 [hidden]  W3 [hidden, outputs]  b3 [outputs]
/// h1 = tanh(x W1 + b1)      h2 = tanh(h1 W2 + b2)      y = h2 W3 + b3
/// </code>
/// Row-major, so a row of a matrix holds what one input gives to every output: both directions then run along rows.
/// One thread at a time: an instance keeps the activations of its last <see cref="Forward"/> for <see cref="Backward"/>.
/// </remarks>
internal sealed class Mlp
{
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly int _outputs;
    private readonly float[] _x;
    private readonly float[] _h1;
    private readonly float[] _h2;
    private readonly float[] _y;
    private readonly float[] _d1;
    private readonly float[] _d2;

    public Mlp(int inputs, int hidden, int outputs, int offset)
    {
        (_inputs, _hidden, _outputs, Offset) = (inputs, hidden, outputs, offset);
        _x = new float[inputs];
        (_h1, _h2, _y) = (new float[hidden], new float[hidden], new float[outputs]);
        (_d1, _d2) = (new float[hidden], new float[hidden]);
    }

    public int Offset { get; }

    public int ParameterCount => CountParameters(_inputs, _hidden, _outputs);

    public static int CountParameters(int inputs, int hidden, int outputs) =>
        (inputs + 1) * hidden + (hidden + 1) * hidden + (hidden + 1) * outputs;

    /// <summary>Random matrices that keep the size of a signal, the last scaled by <paramref name="lastScale"/>, biases zero.</summary>
    public void Initialize(Span<float> weights, float lastScale, ref SplitMix64 random)
    {
        Parts part = Split(weights);
        part.B1.Clear();
        part.B2.Clear();
        part.B3.Clear();
        Fill(part.W1, MathF.Sqrt(3f / _inputs), ref random);
        Fill(part.W2, MathF.Sqrt(3f / _hidden), ref random);
        Fill(part.W3, lastScale * MathF.Sqrt(3f / _hidden), ref random);
    }

    /// <summary>Computes y; the span stays valid until the next call.</summary>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> weights, scoped ReadOnlySpan<float> x)
    {
        int at = Offset;
        x.CopyTo(_x);
        Layer(Take(weights, ref at, _inputs * _hidden), Take(weights, ref at, _hidden), _x, _h1);
        Tanh(_h1);
        Layer(Take(weights, ref at, _hidden * _hidden), Take(weights, ref at, _hidden), _h1, _h2);
        Tanh(_h2);
        Layer(Take(weights, ref at, _hidden * _outputs), Take(weights, ref at, _outputs), _h2, _y);
        return _y;
    }

    /// <summary>
    /// Adds to <paramref name="gradient"/> (laid out as the weights) the gradient of a loss whose slope in y at the last
    /// <see cref="Forward"/> is <paramref name="dy"/>.
    /// </summary>
    public void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> dy, Span<float> gradient)
    {
        int w2 = Offset + (_inputs + 1) * _hidden;
        int w3 = w2 + (_hidden + 1) * _hidden;
        Parts g = Split(gradient);
        LayerBack(weights.Slice(w3, _hidden * _outputs), _h2, dy, g.W3, g.B3, _d2);
        TanhBack(_h2, _d2);
        LayerBack(weights.Slice(w2, _hidden * _hidden), _h1, _d2, g.W2, g.B2, _d1);
        TanhBack(_h1, _d1);
        LayerBack(default, _x, _d1, g.W1, g.B1, default);
    }

    private Parts Split(Span<float> all)
    {
        int at = Offset;
        return new Parts
        {
            W1 = Take(all, ref at, _inputs * _hidden),
            B1 = Take(all, ref at, _hidden),
            W2 = Take(all, ref at, _hidden * _hidden),
            B2 = Take(all, ref at, _hidden),
            W3 = Take(all, ref at, _hidden * _outputs),
            B3 = Take(all, ref at, _outputs),
        };
    }

    private static ReadOnlySpan<float> Take(ReadOnlySpan<float> all, scoped ref int at, int count)
    {
        ReadOnlySpan<float> part = all.Slice(at, count);
        at += count;
        return part;
    }

    private static Span<float> Take(Span<float> all, scoped ref int at, int count)
    {
        Span<float> part = all.Slice(at, count);
        at += count;
        return part;
    }

    private static void Fill(Span<float> matrix, float range, ref SplitMix64 random)
    {
        foreach (ref float weight in matrix)
            weight = (float)random.NextDouble(-range, range);
    }

    private static void Layer(ReadOnlySpan<float> matrix, ReadOnlySpan<float> bias, ReadOnlySpan<float> x, Span<float> y)
    {
        bias.CopyTo(y);
        for (int i = 0; i < x.Length; i++)
            VectorMath.AddScaled(x[i], matrix.Slice(i * y.Length, y.Length), y);
    }

    private static void LayerBack(
        ReadOnlySpan<float> matrix, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dMatrix, Span<float> dBias, Span<float> dx)
    {
        VectorMath.AddScaled(1f, dy, dBias);
        for (int i = 0; i < x.Length; i++)
        {
            VectorMath.AddScaled(x[i], dy, dMatrix.Slice(i * dy.Length, dy.Length));
            if (!dx.IsEmpty)
                dx[i] = VectorMath.Dot(matrix.Slice(i * dy.Length, dy.Length), dy);
        }
    }

    private static void Tanh(Span<float> values)
    {
        foreach (ref float value in values)
            value = MathF.Tanh(value);
    }

    private static void TanhBack(ReadOnlySpan<float> tanh, Span<float> slope)
    {
        for (int i = 0; i < slope.Length; i++)
            slope[i] *= 1 - tanh[i] * tanh[i];
    }

    private ref struct Parts
    {
        public Span<float> W1, B1, W2, B2, W3, B3;
    }
}
