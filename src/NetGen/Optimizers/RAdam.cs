using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// RAdam (Liu et al., 2020): Adam that steps by the average gradient alone until there are enough steps for the variance of
/// its divisor to be finite, and is rectified by that variance then.
/// </summary>
/// <remarks>
/// g ← g + λ·w; m and v as in <see cref="Adam"/>; M = m/(1 − β₁ᵏ); R = 2/(1 − β₂) − 1; r = R − 2·k·β₂ᵏ/(1 − β₂ᵏ).
/// r ≤ 5: w ← w − η·M; else w ← w − η·M · √((r − 4)·(r − 2)·R / ((R − 4)·(R − 2)·r)) · √(1 − β₂ᵏ) / (√v + ε).
/// </remarks>
public sealed class RAdam : Optimizer
{
    /// <summary>RAdam with its learning rate and the decay rates of its averages.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the decay of the average of gradients.</param>
    /// <param name="beta2">β₂, the decay of the average of squared gradients.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">β₁ or β₂ is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public RAdam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
    }

    /// <summary>β₁.</summary>
    public double Beta1 { get; }

    /// <summary>β₂.</summary>
    public double Beta2 { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m", "v"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
    {
        double rate = learningRate / (1 - Power(Beta1, step));
        double power2 = Power(Beta2, step);
        double limit = (2 / (1 - Beta2)) - 1;
        double length = limit - (2 * step * power2 / (1 - power2));
        if (length <= 5)
        {
            range.Apply(new Rule<V>(rate, 0, Beta1, Beta2, Epsilon, weightDecay));
            return;
        }

        double rectification = Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
        range.Apply(new Rule<V>(0, rate * rectification * Math.Sqrt(1 - power2), Beta1, Beta2, Epsilon, weightDecay));
    }

    /// <summary>One of the two rates is 0.</summary>
    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Rule<V>(double plainRate, double rectifiedRate, double beta1, double beta2, double epsilon, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _minusPlainRate = V.Constant(-plainRate);
        private readonly V _rectifiedRate = V.Constant(rectifiedRate);
        private readonly V _beta1 = V.Constant(beta1);
        private readonly V _share1 = V.Constant(1 - beta1);
        private readonly V _beta2 = V.Constant(beta2);
        private readonly V _share2 = V.Constant(1 - beta2);
        private readonly V _epsilon = Divisor.Guard<V>(epsilon);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V m, ref V v, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            m = V.MultiplyAdd(_beta1, m, _share1 * g);
            v = V.MultiplyAdd(_beta2, v, Divisor.ShareOfSquare(_share2, g));
            return V.MultiplyAdd(_minusPlainRate, m, w) - (Divisor.Dividend(_rectifiedRate, m) / (V.Sqrt(v) + _epsilon));
        }
    }
}
