using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Stochastic gradient descent, with momentum (Polyak, 1964; Sutskever et al., 2013) and L2 weight decay as in PyTorch.
/// </summary>
/// <remarks>
/// g ← g + λ·w. Without momentum w ← w − η·g. With it v ← g in the first step and v ← μ·v + (1 − dampening)·g after it;
/// w ← w − η·v, or Nesterov's w ← w − η·(g + μ·v).
/// </remarks>
public sealed class SGD : Optimizer
{
    /// <summary>Gradient descent at a learning rate, plain or with momentum.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ, at least 0.</param>
    /// <param name="dampening">How much less than 1 the share of the new gradient in v is.</param>
    /// <param name="nesterov">Whether to look ahead by the momentum; needs momentum and no dampening.</param>
    /// <param name="weightDecay">λ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is infinite or NaN, or negative where it may not be.</exception>
    /// <exception cref="ArgumentException">Nesterov without momentum or with dampening.</exception>
    public SGD(double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Momentum = NotNegative(momentum, nameof(momentum));
        Dampening = double.IsFinite(dampening)
            ? dampening
            : throw new ArgumentOutOfRangeException(nameof(dampening), dampening, "Expected a finite number.");
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException(
                $"Nesterov momentum needs a momentum above 0 (here {momentum}) and dampening 0 (here {dampening}).", nameof(nesterov));
        }

        Nesterov = nesterov;
    }

    /// <summary>μ.</summary>
    public double Momentum { get; }

    /// <summary>How much less than 1 the share of the new gradient in v is.</summary>
    public double Dampening { get; }

    /// <summary>Whether the step looks ahead by the momentum.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["v"];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
    {
        // v starts at 0, so without dampening the first step makes it g.
        double share = step == 1 ? 1 : 1 - Dampening;
        if (Momentum == 0)
            range.Apply(new PlainRule<V>(learningRate, weightDecay));
        else if (Nesterov)
            range.Apply(new NesterovRule<V>(learningRate, Momentum, weightDecay));
        else
            range.Apply(new MomentumRule<V>(learningRate, Momentum, share, weightDecay));
    }

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct PlainRule<V>(double learningRate, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _minusRate = V.Constant(-learningRate);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V s1, ref V s2, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            return V.MultiplyAdd(_minusRate, g, w);
        }
    }

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct MomentumRule<V>(double learningRate, double momentum, double share, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _minusRate = V.Constant(-learningRate);
        private readonly V _momentum = V.Constant(momentum);
        private readonly V _share = V.Constant(share);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V s2, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            v = V.MultiplyAdd(_momentum, v, _share * g);
            return V.MultiplyAdd(_minusRate, v, w);
        }
    }

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct NesterovRule<V>(double learningRate, double momentum, double weightDecay) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _minusRate = V.Constant(-learningRate);
        private readonly V _momentum = V.Constant(momentum);
        private readonly V _weightDecay = V.Constant(weightDecay);

        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V v, ref V s2, ref V s3)
        {
            g = V.MultiplyAdd(_weightDecay, w, g);
            v = V.MultiplyAdd(_momentum, v, g);
            return V.MultiplyAdd(_minusRate, V.MultiplyAdd(_momentum, v, g), w);
        }
    }
}
