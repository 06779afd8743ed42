namespace NetGen;

/// <summary>
/// The cosine distance of outputs y from targets t: ℓ = 1 − y·t/d with d = max(‖y‖·‖t‖, 10⁻⁸), along the last axis, averaged over the examples, or over the steps of
/// [steps, features] (1 − PyTorch's cosine_similarity). ȳ = ((y·t)·y/‖y‖² − t)/d, and −t/d where ‖y‖·‖t‖ is less than 10⁻⁸.
/// </summary>
/// <remarks>As half the squared distance of y/‖y‖ and t/‖t‖, which is the same: a small angle is not lost.</remarks>
public sealed class CosineDistanceAttribute : LossAttribute;
