using CartPoleSample.Learning;
using Xunit.Abstractions;

namespace Lace.Edge.Tests.Learning;

public class AdvantagesTests(ITestOutputHelper output)
{
    private const float Discount = 0.9f;
    private const float Lambda = 0.8f;
    private const float RewardScale = 0.5f;

    [Fact]
    public void Advantages_are_the_sums_of_the_definition()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed={seed}");
        Random random = new(seed);
        Transition[] rollout = RandomRollout.Of(random, 200);
        float[] values = [.. rollout.Select(_ => random.NextSingle())];
        float[] nextValues = [.. rollout.Select(_ => random.NextSingle())];
        float[] advantages = new float[rollout.Length];
        Advantages.Compute(rollout, values, nextValues, Discount, Lambda, RewardScale, advantages);

        for (int t = 0; t < rollout.Length; t++)
            Assert.Equal(Slow(rollout, values, nextValues, t), advantages[t], 1e-4);
    }

    [Fact]
    public void A_termination_has_no_future_and_a_truncation_has()
    {
        Transition end = RandomRollout.Of(new Random(1), 1)[0] with { Reward = 1, Terminated = false, Truncated = false };
        Assert.Equal(0.5f - 0.2f, Alone(end with { Terminated = true }), 1e-6);
        Assert.Equal(0.5f + 0.9f * 0.7f - 0.2f, Alone(end with { Truncated = true }), 1e-6);
        Assert.Equal(0.5f - 0.2f, Alone(end with { Terminated = true, Truncated = true }), 1e-6);
        Assert.Equal(0.5f + 0.9f * 0.7f - 0.2f, Alone(end), 1e-6);

        static float Alone(Transition transition)
        {
            float[] advantage = new float[1];
            Advantages.Compute([transition], [0.2f], [0.7f], Discount, Lambda, RewardScale, advantage);
            return advantage[0];
        }
    }

    // The definition itself: every later error of the same episode, each weaker than the one before.
    private static double Slow(Transition[] rollout, float[] values, float[] nextValues, int from)
    {
        double sum = 0;
        double weight = 1;
        for (int t = from; t < rollout.Length; t++)
        {
            sum += weight * (rollout[t].Reward * RewardScale + (rollout[t].Terminated ? 0 : Discount * nextValues[t]) - values[t]);
            weight *= Discount * Lambda;
            if (rollout[t].EpisodeOver || t + 1 == rollout.Length || rollout[t + 1].Observation != rollout[t].NextObservation)
                break;
        }

        return sum;
    }
}
