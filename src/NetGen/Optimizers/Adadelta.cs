using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Adadelta (Zeiler, 2012): steps in the units of the parameters, by the ratio of the mean squares of steps and gradients.</summary>
/// <remarks>
/// g ← g + λ·w; v ← ρ·v + (1 − ρ)·g²; d = √(D + ε) / √(v + ε) · g; D ← ρ·D + (1 − ρ)·d²; w ← w − η·d.
/// </remarks>
public sealed class Adadelta : Optimizer
{
    /// <summary>Adadelta with the decay of its averages; the learning rate scales its steps.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="rho">ρ, the decay of the averages.</param>
    /// <param name="epsilon">ε, starts the steps and keeps the divisor from 0.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">ρ is not in [0, 1), or another number is negative, infinite or NaN.</exception>
    public Adadelta(double learningRate = 1, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Rho = Fraction(rho, nameof(rho));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
    }

    /// <summary>ρ.</summary>
    public double Rho { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["v", "d"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v", "d"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step) =>
        range.Apply(new Rule<V>(learningRate, Rho, Epsilon, weightDecay));

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Rule<V>(double learningRate, double rho, double epsilon, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _minusRate = V.Constant(-learningRate);
        private readonly V _rho = V.Constant(rho);
        private readonly V _share = V.Constant(1 - rho);
        private readonly V _epsilon = Divisor.Guard<V>(epsilon);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V d, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            v = V.MultiplyAdd(_rho, v, Divisor.ShareOfSquare(_share, g));
            V step = V.Sqrt(d + _epsilon) / V.Sqrt(v + _epsilon) * g;
            d = V.MultiplyAdd(_rho, d, Divisor.ShareOfSquare(_share, step));
            return V.MultiplyAdd(_minusRate, step, w);
        }
    }
}
