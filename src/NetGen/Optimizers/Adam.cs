using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Adam (Kingma and Ba, 2015): steps of about the learning rate, whatever the size of the gradients. Weight decay is the L2
/// penalty, part of the gradient; <see cref="AdamW"/> has it apart.
/// </summary>
/// <remarks>
/// g ← g + λ·w; m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; in step k
/// w ← w − η · m/(1 − β₁ᵏ) / (√(v/(1 − β₂ᵏ)) + ε). AMSGrad (Reddi, Kale and Kumar, 2018) takes the largest v so far for v.
/// </remarks>
public sealed class Adam : AdamOptimizer
{
    /// <summary>Adam with its learning rate and the decay rates of its averages; the defaults are PyTorch's.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the decay of the average of gradients.</param>
    /// <param name="beta2">β₂, the decay of the average of squared gradients.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <param name="amsgrad">Whether to divide by the largest average of squared gradients so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">β₁ or β₂ is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public Adam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : base(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override (double Penalty, double Shrink) Decay(double learningRate, double weightDecay) => (weightDecay, 1);
}
