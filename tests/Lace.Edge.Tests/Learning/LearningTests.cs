using CartPoleSample;
using CartPoleSample.Learning;
using Lace.Scenarios;
using Xunit.Abstractions;

namespace Lace.Edge.Tests.Learning;

public class LearningTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_seed_is_solved_also_when_weights_come_late(int delay)
    {
        for (int seed = 1; seed <= TestRun.Count(3, 40); seed++)
        {
            LocalTraining training = new(seed, delay);
            Assert.True(Solves(training, maxSteps: 150_000), $"seed={seed}, delay={delay}: not solved in 150,000 steps");
            Assert.True(training.LastEvaluation!.Mean >= 475);
            Assert.Equal(100, training.LastEvaluation.Finished);
            output.WriteLine($"seed={seed} delay={delay} training={training.TrainingSteps} with examinations={training.EvaluationSteps}");
        }
    }

    [Fact]
    public void Without_learning_nothing_is_solved()
    {
        // Control: the task, the examination and the random start do not solve themselves.
        LocalTraining training = new(seed: 1, delay: 0, new PpoOptions { LearningRate = 0 });
        Assert.False(Solves(training, maxSteps: 30_000));
        Assert.True(training.RecentReturn < 100, $"return={training.RecentReturn}");
    }

    [Fact]
    public void The_same_seed_learns_the_same_weights()
    {
        Assert.Equal(WeightsAfterThree(seed: 5), WeightsAfterThree(seed: 5));
        Assert.NotEqual(WeightsAfterThree(seed: 5), WeightsAfterThree(seed: 6));
    }

    [Fact]
    public void An_update_says_how_old_its_transitions_were()
    {
        Ppo ppo = new(seed: 1);
        Assert.Equal(0, ppo.Update(RandomRollout.Of(new Random(1), 100)).OldestLag);
        Assert.Equal(1, ppo.Update(RandomRollout.Of(new Random(1), 100)).OldestLag);
        Assert.Equal(2, ppo.Version);
        Assert.Throws<ArgumentException>(() => ppo.Update([]));
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        PolicyNetwork network = new(seed: 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => network.SetWeights(new float[10]));
        Assert.Contains("length=10, expected 2531", error.Message);
    }

    private static bool Solves(LocalTraining training, long maxSteps)
    {
        while (training.TrainingSteps + training.EvaluationSteps < maxSteps)
        {
            if (training.RunOnce().Solved)
                return true;
        }

        return false;
    }

    private static float[] WeightsAfterThree(ulong seed)
    {
        Ppo ppo = new(seed);
        for (int update = 0; update < 3; update++)
            ppo.Update(RandomRollout.Of(new Random(update), 200));

        return ppo.Weights.ToArray();
    }
}
