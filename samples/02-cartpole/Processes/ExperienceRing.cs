using CartPoleSample.Learning;
using Lace.Ipc;

namespace CartPoleSample.Processes;

/// <summary>The ring that carries transitions from the policy to the learner: lossless, so that the learner sees every step once.</summary>
internal static class ExperienceRing
{
    internal static RingOptions Options { get; } =
        new() { CapacityBytes = 1 << 20, TypeName = "cartpole/transition", LayoutHash = Transition.SizeBytes };
}
