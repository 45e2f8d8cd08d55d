using System.Numerics;
using CartPoleSample.Learning;

namespace Lace.Edge.Tests.Learning;

/// <summary>Transitions without meaning, with ends and breaks in them.</summary>
internal static class RandomRollout
{
    public static Transition[] Of(Random random, int length)
    {
        Transition[] rollout = new Transition[length];
        Vector4 observation = Place(random);
        for (int t = 0; t < length; t++)
        {
            Vector4 next = Place(random);
            bool terminated = random.Next(12) == 0;
            bool truncated = random.Next(12) == 0;
            rollout[t] = new Transition(
                observation, next, random.Next(2), random.NextSingle(), terminated, truncated, MathF.Log(0.2f + 0.6f * random.NextSingle()),
                    0);

            // An episode goes on where the step led, unless it ended or the actor left it.
            observation = terminated || truncated || random.Next(12) == 0 ? Place(random) : next;
        }

        return rollout;
    }

    private static Vector4 Place(Random random) =>
        new(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, 0.2f * random.NextSingle() - 0.1f, random.NextSingle() - 0.5f);
}
