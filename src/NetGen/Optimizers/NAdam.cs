using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>NAdam (Dozat, 2016): Adam with Nesterov's momentum, on a schedule of the momentum.</summary>
/// <remarks>
/// g ← g + λ·w; m and v as in <see cref="Adam"/>; μₖ = β₁·(1 − 0.96^(k·ψ)/2); Pₖ = μ₁·…·μₖ; in step k
/// w ← w − η · (μₖ₊₁·m/(1 − Pₖ·μₖ₊₁) + (1 − μₖ)·g/(1 − Pₖ)) / (√(v/(1 − β₂ᵏ)) + ε).
/// </remarks>
public sealed class NAdam : Optimizer
{
    private const double NoProduct = 1.0 / (1L << 60);
    private const double LogOfBase = -0.040821994520255166; // ln 0.96

    // Pₖ of the last steps, one for each range that joined at another step.
    private readonly List<(long Step, double Product)> _products = [];

    /// <summary>NAdam with its learning rate, the decay rates of its averages, and the growth of its momentum.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the decay of the average of gradients.</param>
    /// <param name="beta2">β₂, the decay of the average of squared gradients.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <param name="momentumDecay">ψ, how fast the momentum grows to β₁.</param>
    /// <exception cref="ArgumentOutOfRangeException">β₁ or β₂ is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public NAdam(double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3)
        : base(learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        MomentumDecay = NotNegative(momentumDecay, nameof(momentumDecay));
    }

    /// <summary>β₁.</summary>
    public double Beta1 { get; }

    /// <summary>β₂.</summary>
    public double Beta2 { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>ψ.</summary>
    public double MomentumDecay { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m", "v"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
    {
        double next = Momentum(step + 1), product = Product(step);
        double rateOfAverage = learningRate * next / (1 - (product * next));
        double rateOfGradient = learningRate * (1 - Momentum(step)) / (1 - product);
        double rootScale = 1 / Math.Sqrt(1 - Power(Beta2, step));
        range.Apply(new Rule<V>(rateOfAverage, rateOfGradient, rootScale, Beta1, Beta2, Epsilon, weightDecay));
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _products.Clear();
    }

    /// <summary>
    /// P of a step: that of the step before times μ, or the product of all where steps were restored or a range has joined; to where
    /// 1 − P is 1, whatever P.
    /// </summary>
    private double Product(long step)
    {
        int before = -1;
        for (int i = 0; i < _products.Count; i++)
        {
            if (_products[i].Step == step)
                return _products[i].Product;
            if (_products[i].Step == step - 1)
                before = i;
        }

        (long known, double product) = before >= 0 ? _products[before] : (0, 1);
        while (known < step && product > NoProduct)
            product *= Momentum(++known);
        if (before >= 0)
            _products[before] = (step, product);
        else
            _products.Add((step, product));
        return product;
    }

    /// <summary>μ of a step, by the exponential function that gives the same bits on every machine.</summary>
    private double Momentum(long step) => Beta1 * (1 - (0.5 * PortableMath.Exp(step * MomentumDecay * LogOfBase)));

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Rule<V>(double rateOfAverage, double rateOfGradient, double rootScale, double beta1, double beta2, double epsilon, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _rateOfAverage = V.Constant(rateOfAverage);
        private readonly V _rateOfGradient = V.Constant(rateOfGradient);
        private readonly V _rootScale = V.Constant(rootScale);
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
            V root = V.MultiplyAdd(V.Sqrt(v), _rootScale, _epsilon);
            return w - (V.MultiplyAdd(_rateOfGradient, g, Divisor.Dividend(_rateOfAverage, m)) / root);
        }
    }
}
