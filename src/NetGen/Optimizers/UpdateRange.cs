namespace NetGen;

/// <summary>What an optimizer does to one tensor of parameters.</summary>
/// <param name="Offset">Its first element in the network's <c>Parameters</c>.</param>
/// <param name="Length">Its elements there, padding included.</param>
/// <param name="RateFactor">The factor of the learning rate; 0 leaves the tensor as it is.</param>
/// <param name="Decays">Whether weight decay acts on it.</param>
/// <param name="Missed">The steps of the optimizer so far that it took no part in: its own steps are so many fewer.</param>
internal readonly record struct UpdateRange(int Offset, int Length, double RateFactor, bool Decays, long Missed = 0);
