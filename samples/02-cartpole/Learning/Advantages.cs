namespace CartPoleSample.Learning;

/// <summary>Generalized advantage estimation: how much better each action was than promised (Schulman et al., 2016).</summary>
internal static class Advantages
{
    /// <summary>
    /// advantage[t] = delta[t] + discount * lambda * advantage[t + 1] within an episode, where
    /// delta[t] = reward * <paramref name="rewardScale"/> + discount * nextValue[t] - value[t]; after a termination the next value is 0,
    /// after a truncation, at the end of the rollout, or where the next transition does not begin where this one led, it is the
    /// value of the next observation, and nothing later counts.
    /// </summary>
    public static void Compute(
        ReadOnlySpan<Transition> rollout,
        ReadOnlySpan<float> values,
        ReadOnlySpan<float> nextValues,
        float discount,
        float lambda,
        float rewardScale,
        Span<float> advantages)
    {
        float following = 0;
        for (int t = rollout.Length - 1; t >= 0; t--)
        {
            float next = rollout[t].Terminated ? 0 : nextValues[t];
            float delta = rollout[t].Reward * rewardScale + discount * next - values[t];
            following = delta + (Continues(rollout, t) ? discount * lambda * following : 0);
            advantages[t] = following;
        }
    }

    // An actor may leave an episode without an end (an examination, a lost robot): what follows then belongs to another one.
    private static bool Continues(ReadOnlySpan<Transition> rollout, int t) =>
        !rollout[t].EpisodeOver && t + 1 < rollout.Length && rollout[t + 1].Observation == rollout[t].NextObservation;
}
