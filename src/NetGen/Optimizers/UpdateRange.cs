namespace NetGen;

/// <summary>What an optimizer does to one tensor of parameters.</summary>
/// <param name="Offset">Its first element in the network's <c>Parameters</c>.</param>
/// <param name="Length">Its elements there, padding included.</param>
/// <param name="RateFactor">The factor of the learning rate; 0 leaves the tensor as it is.</param>
/// <param name="Decays">Whether weight decay acts on it.</param>
internal readonly record struct UpdateRange(int Offset, int Length, double RateFactor, bool Decays);
