namespace CartPoleSample.Learning;

/// <summary>What one update did.</summary>
/// <param name="Version">Version of the weights it made.</param>
/// <param name="Epochs">Passes it took over the rollout.</param>
/// <param name="Divergence">How far the policy is now from the actors', in nats.</param>
/// <param name="Entropy">How undecided the policy was on average: ln 2 = 0.69 knows nothing, 0 is certain.</param>
/// <param name="ValueError">Mean squared error of the value, in scaled reward.</param>
/// <param name="OldestLag">Versions between the weights that this update began from and the oldest that its rollout was made by.</param>
public readonly record struct PpoUpdate(int Version, int Epochs, float Divergence, float Entropy, float ValueError, int OldestLag);
