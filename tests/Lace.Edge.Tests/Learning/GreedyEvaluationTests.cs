using CartPoleSample.Learning;

namespace Lace.Edge.Tests.Learning;

public class GreedyEvaluationTests
{
    [Fact]
    public void A_mean_of_exactly_475_passes()
    {
        GreedyEvaluation evaluation = new(attempt: 0);
        for (int episode = 0; episode < 99; episode++)
            Assert.Equal(EvaluationStatus.Running, evaluation.Add(475));

        Assert.Equal(EvaluationStatus.Passed, evaluation.Add(475));
        Assert.Equal(475, evaluation.Mean);
    }

    [Fact]
    public void A_mean_just_below_475_does_not()
    {
        GreedyEvaluation evaluation = new(attempt: 0);
        for (int episode = 0; episode < 99; episode++)
            evaluation.Add(475);

        Assert.Equal(EvaluationStatus.OutOfReach, evaluation.Add(474));
    }

    [Fact]
    public void It_ends_as_soon_as_perfect_episodes_could_not_save_it()
    {
        // 100 episodes may fall short by 2,500 in all: five of zero do, a point more does not.
        GreedyEvaluation evaluation = new(attempt: 0);
        for (int episode = 0; episode < 5; episode++)
            Assert.Equal(EvaluationStatus.Running, evaluation.Add(0));

        Assert.Equal(EvaluationStatus.Running, evaluation.Add(500));
        Assert.Equal(EvaluationStatus.OutOfReach, evaluation.Add(499));
        Assert.Equal(7, evaluation.Finished);
        Assert.Throws<InvalidOperationException>(() => evaluation.NextSeed);
        Assert.Throws<InvalidOperationException>(() => evaluation.Add(500));
    }

    [Fact]
    public void No_two_episodes_of_any_attempt_or_run_share_a_seed_and_all_are_held_out()
    {
        HashSet<ulong> seeds = [];
        foreach (int run in (int[])[0, 1, 77, int.MaxValue])
        {
            for (int attempt = 0; attempt < 20; attempt++)
            {
                GreedyEvaluation evaluation = new(attempt, run);
                while (evaluation.Status == EvaluationStatus.Running)
                {
                    Assert.True(seeds.Add(evaluation.NextSeed));
                    Assert.True(evaluation.NextSeed >= GreedyEvaluation.FirstHeldOutSeed);
                    evaluation.Add(500);
                }
            }
        }

        Assert.Equal(4 * 20 * 100, seeds.Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(501)]
    [InlineData(double.NaN)]
    public void A_return_that_no_episode_can_have_is_refused(double episodeReturn)
    {
        GreedyEvaluation evaluation = new(attempt: 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluation.Add(episodeReturn));
        Assert.Equal(0, evaluation.Finished);
    }

    [Fact]
    public void An_examination_is_promised_by_the_last_episodes_alone()
    {
        ReturnWindow window = new(length: 3, promisingMean: 475);
        window.Add(0);
        window.Add(500);
        window.Add(500);
        Assert.False(window.PromisesPass);
        window.Add(425);
        Assert.True(window.PromisesPass);
        Assert.Equal(475, window.Mean);
        window.Clear();
        window.Add(500);
        window.Add(500);
        Assert.False(window.PromisesPass);
    }
}
