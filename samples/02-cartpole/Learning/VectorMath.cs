using System.Numerics;

namespace CartPoleSample.Learning;

/// <summary>The two loops that a small network spends its time in, several numbers at a time.</summary>
internal static class VectorMath
{
    /// <summary>Adds <paramref name="factor"/> * <paramref name="x"/> to <paramref name="sum"/>, element by element.</summary>
    public static void AddScaled(float factor, ReadOnlySpan<float> x, Span<float> sum)
    {
        int i = 0;
        Vector<float> factors = new(factor);
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum[i..]) + factors * new Vector<float>(x[i..])).CopyTo(sum[i..]);

        for (; i < sum.Length; i++)
            sum[i] += factor * x[i];
    }

    /// <summary>The sum of the products of two spans of one length.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        int i = 0;
        Vector<float> sums = Vector<float>.Zero;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);

        float sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];

        return sum;
    }
}
