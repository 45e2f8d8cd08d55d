namespace CartPoleSample.Learning;

/// <summary>What the learner can be told; over 60 seeds each, no other value tried near these failed, or was much better.</summary>
public sealed record PpoOptions
{
    /// <summary>Transitions that make one update. Fewer react sooner, more are steadier.</summary>
    public int RolloutLength { get; init; } = 512;

    /// <summary>Passes over each rollout.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Transitions per gradient step.</summary>
    public int MinibatchLength { get; init; } = 64;

    /// <summary>Adam's step size at the start.</summary>
    public float LearningRate { get; init; } = 2.5e-3f;

    /// <summary>Transitions after which the step size has fallen to its floor, a tenth.</summary>
    public int LearningRateDecaySteps { get; init; } = 60_000;

    /// <summary>Worth of a reward one step later, in (0, 1).</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>How far advantages look past the next value: 0 one step, 1 to the end.</summary>
    public float Lambda { get; init; } = 0.95f;

    /// <summary>How far an action's chance may move from the actor's within an update, as a share.</summary>
    public float ClipRange { get; init; } = 0.2f;

    /// <summary>Weight of the value's error in the loss.</summary>
    public float ValueWeight { get; init; } = 0.5f;

    /// <summary>Weight of the bonus for an undecided policy.</summary>
    public float EntropyWeight { get; init; } = 0.005f;

    /// <summary>Longest gradient; a longer one is shortened to it.</summary>
    public float MaxGradientNorm { get; init; } = 0.5f;

    /// <summary>An update ends early when the policy is this far from the actor's: mean Kullback-Leibler divergence, in nats.</summary>
    public float MaxDivergence { get; init; } = 0.03f;
}
