namespace NetGen;

/// <summary>
/// Adam (Kingma and Ba, 2015): steps of about the learning rate, whatever the size of the gradients. Weight decay is the L2
/// penalty, part of the gradient; <see cref="AdamW"/> has it apart.
/// </summary>
/// <remarks>
/// g ← g + λ·w; m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; in step k
/// w ← w − η · m/(1 − β₁ᵏ) / (√(v/(1 − β₂ᵏ)) + ε). AMSGrad (Reddi, Kale and Kumar, 2018) takes the largest v so far for v.
/// </remarks>
public sealed class Adam : Optimizer
{
    /// <summary>Sets the hyper-parameters.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the decay of the average of gradients.</param>
    /// <param name="beta2">β₂, the decay of the average of squared gradients.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <param name="amsgrad">Whether to divide by the largest average of squared gradients so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">β₁ or β₂ is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public Adam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false)
        : base(learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        AMSGrad = amsgrad;
    }

    /// <summary>β₁.</summary>
    public double Beta1 { get; }

    /// <summary>β₂.</summary>
    public double Beta2 { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>Whether the divisor never falls.</summary>
    public bool AMSGrad { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m", "v", "largestV"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v", "largestV"];

    /// <inheritdoc/>
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
    {
        double rate = learningRate / (1 - Power(Beta1, step));
        double rootScale = 1 / Math.Sqrt(1 - Power(Beta2, step));
        AdamRule<V> rule = new(rate, rootScale, Beta1, Beta2, Epsilon, weightDecay, 1);
        if (AMSGrad)
            range.Apply(new AMSGradRule<V>(rule));
        else
            range.Apply(rule);
    }
}
