using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Adagrad (Duchi, Hazan and Singer, 2011): gradients divided by the root of the sum of all their squares so far.</summary>
/// <remarks>
/// g ← g + λ·w; v ← v + g², from v₀ on; in step k w ← w − η/(1 + (k − 1)·c) · g / (√v + ε).
/// </remarks>
public sealed class Adagrad : Optimizer
{
    /// <summary>Adagrad with its learning rate and the sum of squares that it starts from.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="learningRateDecay">c, how fast the learning rate falls.</param>
    /// <param name="epsilon">ε, keeps the divisor from 0.</param>
    /// <param name="initialAccumulator">v₀, the sum of squares before the first step.</param>
    /// <param name="weightDecay">λ, of the L2 penalty.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, infinite or NaN.</exception>
    public Adagrad(double learningRate = 0.01, double learningRateDecay = 0, double epsilon = 1e-10, double initialAccumulator = 0, double weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        LearningRateDecay = NotNegative(learningRateDecay, nameof(learningRateDecay));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
    }

    /// <summary>c.</summary>
    public double LearningRateDecay { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>v₀.</summary>
    public double InitialAccumulator { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["v"];

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> NotNegativeStates => ["v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step) =>
        range.Apply(new Rule<V>(learningRate / (1 + ((step - 1) * LearningRateDecay)), Epsilon, InitialAccumulator, weightDecay));

    /// <summary>The state is v − v₀, which starts at 0.</summary>
    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Rule<V>(double rate, double epsilon, double initial, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _rate = V.Constant(rate);
        private readonly V _epsilon = Divisor.Guard<V>(epsilon);
        private readonly V _initial = V.Constant(initial);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V s2, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            v = V.MultiplyAdd(g, g, v);
            return w - (_rate * g / (V.Sqrt(v + _initial) + _epsilon));
        }
    }
}
