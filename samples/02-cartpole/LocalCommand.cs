using System.CommandLine;
using System.Diagnostics;
using CartPoleSample.Learning;

namespace CartPoleSample;

/// <summary><c>cartpole local</c>: learns in one process, without any transport.</summary>
internal static class LocalCommand
{
    /// <summary>Far beyond what any seed has needed: reaching it means that something is broken.</summary>
    private const long MaxSteps = 500_000;

    public static Command Create()
    {
        Option<int> seed = new("--seed") { Description = "Decides start weights, actions and start states.", DefaultValueFactory = _ => 1 };
        Option<int> runs = new("--runs")
        {
            Description = "Learn from scratch this many times, with following seeds.",
            DefaultValueFactory = _ => 1,
        };
        Option<int> delay = new("--delay")
        {
            Description = "Rollouts by which new weights reach the actor late; 1 is what processes side by side see.",
            DefaultValueFactory = _ => 1,
        };
        RequireAtLeast(0, seed, delay);
        RequireAtLeast(1, runs);

        Command command = new("local", "Learn in this process alone: actor, learner and examination in one loop, no transport.")
        {
            seed, runs, delay,
        };
        command.SetAction((parsed, stop) =>
            Task.FromResult(Run(parsed.GetValue(seed), parsed.GetValue(runs), parsed.GetValue(delay), stop)));
        return command;
    }

    private static int Run(int firstSeed, int runs, int delay, CancellationToken stop)
    {
        List<long> training = [];
        List<long> total = [];
        for (int run = 0; run < runs; run++)
        {
            LocalTraining trained = new(firstSeed + run, delay);
            bool solved = Train(trained, firstSeed + run, quiet: runs > 1, stop);
            if (stop.IsCancellationRequested)
                return 130;

            if (!solved)
            {
                Console.Error.WriteLine($"seed {firstSeed + run} not solved after {MaxSteps:N0} steps");
                return 1;
            }

            training.Add(trained.TrainingSteps);
            total.Add(trained.TrainingSteps + trained.EvaluationSteps);
        }

        if (runs > 1)
            Console.WriteLine($"{runs} of {runs} solved; training steps {Spread(training)}; with examinations {Spread(total)}");

        return 0;
    }

    private static bool Train(LocalTraining training, int seed, bool quiet, CancellationToken stop)
    {
        Stopwatch watch = Stopwatch.StartNew();
        bool solved = false;
        while (!solved && training.TrainingSteps + training.EvaluationSteps < MaxSteps && !stop.IsCancellationRequested)
        {
            (solved, PpoUpdate update) = training.RunOnce();
            if (!quiet)
                Console.WriteLine(
                    $"steps {training.TrainingSteps,7:N0}  episodes {training.Episodes,4}  "
                    + $"return {training.RecentReturn,5:F0}  entropy {update.Entropy:F2}");
        }

        if (solved)
            Console.WriteLine(
                $"seed {seed} solved: greedy mean {training.LastEvaluation!.Mean:F1} over {training.LastEvaluation.Episodes} unseen "
                + $"episodes, after {training.TrainingSteps:N0} training steps in {training.Episodes} episodes and "
                + $"{training.EvaluationSteps:N0} steps in {training.Attempts} examination(s), {watch.Elapsed.TotalSeconds:F1} s");

        return solved;
    }

    private static void RequireAtLeast(int least, params ReadOnlySpan<Option<int>> options)
    {
        foreach (Option<int> option in options)
            option.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int given) && given < least)
                    result.AddError($"{option.Name}={given}, expected at least {least}");
            });
    }

    private static string Spread(List<long> values)
    {
        values.Sort();
        return $"median {values[values.Count / 2]:N0}, max {values[^1]:N0}";
    }
}
