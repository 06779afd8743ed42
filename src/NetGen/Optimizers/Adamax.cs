using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Adamax (Kingma and Ba, 2015): Adam with the largest gradient of late in place of the root of the mean square.</summary>
/// <remarks>
/// g ← g + λ·w; m ← β₁·m + (1 − β₁)·g; u ← max(β₂·u, |g| + ε); in step k w ← w − η/(1 − β₁ᵏ) · m/u.
/// </remarks>
public sealed class Adamax : Optimizer
{
    /// <summary>Adamax with its learning rate and the decay rates of its averages.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the decay of the average of gradients.</param>
    /// <param name="beta2">β₂, the decay of the largest gradient.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">β₁ or β₂ is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public Adamax(double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
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
    protected internal override IReadOnlyList<string> StateNames => ["m", "u"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["u"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step) =>
        range.Apply(new Rule<V>(learningRate / (1 - Power(Beta1, step)), Beta1, Beta2, Epsilon, weightDecay));

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Rule<V>(double rate, double beta1, double beta2, double epsilon, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _rate = V.Constant(rate);
        private readonly V _beta1 = V.Constant(beta1);
        private readonly V _share1 = V.Constant(1 - beta1);
        private readonly V _beta2 = V.Constant(beta2);
        private readonly V _epsilon = Divisor.Guard<V>(epsilon);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V m, ref V u, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            m = V.MultiplyAdd(_beta1, m, _share1 * g);
            u = V.Max(_beta2 * u, V.Abs(g) + _epsilon);
            return w - (Divisor.Dividend(_rate, m) / u);
        }
    }
}
