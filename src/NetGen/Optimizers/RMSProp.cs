using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>RMSProp (Hinton, 2012; centered by Graves, 2013): gradients divided by the root of their mean square of late.</summary>
/// <remarks>
/// g ← g + λ·w; v ← α·v + (1 − α)·g²; d = g / (√v + ε). Centered: h ← α·h + (1 − α)·g, and v − h² instead of v.
/// With momentum B ← μ·B + d and w ← w − η·B; else w ← w − η·d.
/// </remarks>
public sealed class RMSProp : Optimizer
{
    /// <summary>RMSProp with its learning rate and the decay of its mean square, plain, centered or with momentum.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="alpha">α, the decay of the average of squared gradients.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="momentum">μ, at least 0.</param>
    /// <param name="centered">Whether to divide by the standard deviation instead of the root of the mean square.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public RMSProp(double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8, double momentum = 0, bool centered = false, double weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Alpha = Fraction(alpha, nameof(alpha));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        Momentum = NotNegative(momentum, nameof(momentum));
        Centered = centered;
    }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>μ.</summary>
    public double Momentum { get; }

    /// <summary>Whether the divisor is the standard deviation.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => Centered ? ["v", "h", "momentum"] : ["v", "momentum"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
    {
        Step<V> numbers = new(learningRate, Alpha, Epsilon, Momentum, weightDecay);
        if (Centered)
            range.Apply(new CenteredRule<V>(numbers));
        else if (Momentum != 0)
            range.Apply(new MomentumRule<V>(numbers));
        else
            range.Apply(new PlainRule<V>(numbers));
    }

    /// <summary>The formulas that the rules share.</summary>
    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Step<V>(double learningRate, double alpha, double epsilon, double momentum, double weightDecay)
        where V : struct, ISimd<V>
    {
        private readonly V _minusRate = V.Constant(-learningRate);
        private readonly V _alpha = V.Constant(alpha);
        private readonly V _share = V.Constant(1 - alpha);
        private readonly V _epsilon = Divisor.Guard<V>(epsilon);
        private readonly V _momentum = V.Constant(momentum);
        private readonly V _weightDecay = V.Constant(weightDecay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Decayed(V w, V g) => V.MultiplyAdd(_weightDecay, w, g);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Average(V average, V value) => V.MultiplyAdd(_alpha, average, _share * value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V AverageOfSquares(V average, V g) => V.MultiplyAdd(_alpha, average, Divisor.ShareOfSquare(_share, g));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Direction(V g, V variance) => g / (V.Sqrt(variance) + _epsilon);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Accumulate(V b, V direction) => V.MultiplyAdd(_momentum, b, direction);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Move(V w, V direction) => V.MultiplyAdd(_minusRate, direction, w);
    }

    private readonly struct PlainRule<V>(Step<V> step) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V s2, ref V s3)
        {
            g = step.Decayed(w, g);
            v = step.AverageOfSquares(v, g);
            return step.Move(w, step.Direction(g, v));
        }
    }

    private readonly struct MomentumRule<V>(Step<V> step) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V b, ref V s3)
        {
            g = step.Decayed(w, g);
            v = step.AverageOfSquares(v, g);
            b = step.Accumulate(b, step.Direction(g, v));
            return step.Move(w, b);
        }
    }

    /// <summary>With μ = 0, B is d.</summary>
    private readonly struct CenteredRule<V>(Step<V> step) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        public static int StateCount => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V h, ref V b)
        {
            g = step.Decayed(w, g);
            v = step.AverageOfSquares(v, g);
            h = step.Average(h, g);

            // A variance of 0 can come out below it by rounding.
            V variance = V.AtLeast(V.MultiplyAdd(-h, h, v), V.Zero);
            b = step.Accumulate(b, step.Direction(g, variance));
            return step.Move(w, b);
        }
    }
}
