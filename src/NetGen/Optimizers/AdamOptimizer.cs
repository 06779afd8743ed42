using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> share: all but what weight decay means.</summary>
public abstract class AdamOptimizer : Optimizer
{
    private protected AdamOptimizer(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool amsgrad)
        : base(learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        AMSGrad = amsgrad;
    }

    /// <summary>β₁, the decay of the average of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, the decay of the average of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>ε, which keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether the divisor never falls: it is then the largest average of squared gradients so far.</summary>
    public bool AMSGrad { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m", "v", "largestV"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v", "largestV"];

    /// <summary>The weight decay of a step: the rate of the penalty that is part of the gradient, and the factor that parameters shrink by.</summary>
    private protected abstract (double Penalty, double Shrink) Decay(double learningRate, double weightDecay);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
    {
        double rate = learningRate / (1 - Power(Beta1, step));
        double rootScale = 1 / Math.Sqrt(1 - Power(Beta2, step));
        (double penalty, double shrink) = Decay(learningRate, weightDecay);
        AdamRule<V> rule = new(rate, rootScale, Beta1, Beta2, Epsilon, penalty, shrink);
        if (AMSGrad)
            range.Apply(new AMSGradRule<V>(rule));
        else
            range.Apply(rule);
    }
}
