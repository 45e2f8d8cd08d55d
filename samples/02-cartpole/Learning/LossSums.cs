namespace CartPoleSample.Learning;

/// <summary>Sums over the transitions of a pass.</summary>
internal record struct LossSums(float Loss, float Divergence, float Entropy, float ValueError);
