namespace Lace.Agents;

/// <summary>What one step brought besides the observation.</summary>
/// <param name="Reward">The reward of this step.</param>
/// <param name="Terminated">The task itself ended: there is no future to value.</param>
/// <param name="Truncated">The episode was cut from outside, such as by a time limit: the future goes on without being seen.</param>
public readonly record struct StepResult(float Reward, bool Terminated, bool Truncated)
{
    /// <summary>Whether the episode is over, for either reason: the next call is a reset.</summary>
    public bool IsOver => Terminated || Truncated;
}
