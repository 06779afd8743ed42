namespace NetGen.Probe;

/// <summary>A function of one vector, as a value that tests can hold in a list.</summary>
public abstract class SimdFunction
{
    /// <summary>The functions of <see cref="SimdMath"/>.</summary>
    public static IReadOnlyList<SimdFunction> Math { get; } =
    [
        new Exp(), new ExpM1(), new Log(), new Log1P(), new Tanh(), new Sigmoid(), new Softplus(), new Erf(), new Sin(), new Cos(),
    ];

    /// <summary>The functions of <see cref="SimdMath"/> and members of the vectors.</summary>
    public static IReadOnlyList<SimdFunction> All { get; } =
    [
        .. Math, new Sign(), new Max(), new Min(), new Bounded(), new MultiplyAdd(), new Root(), new Split(),
    ];

    /// <summary>The function's name.</summary>
    public string Name => GetType().Name;

    /// <summary>f(x), lane by lane.</summary>
    public abstract V Apply<V>(V x)
        where V : struct, ISimd<V>;

    /// <summary>y = f(x) for arrays whose length is a multiple of the vector's.</summary>
    public void Evaluate<V, T>(T[] x, T[] y)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        for (int i = 0; i <= x.Length - V.Count; i += V.Count)
            V.Store(Apply(V.Load(ref x[0], i)), ref y[0], i);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private sealed class Sign : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Sign(x);
    }

    private sealed class Exp : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Exp(x);
    }

    private sealed class ExpM1 : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.ExpM1(x);
    }

    private sealed class Log : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Log(x);
    }

    private sealed class Log1P : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Log1P(x);
    }

    private sealed class Tanh : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Tanh(x);
    }

    private sealed class Sigmoid : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Sigmoid(x);
    }

    private sealed class Softplus : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Softplus(x);
    }

    private sealed class Erf : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Erf(x);
    }

    private sealed class Sin : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Sin(x);
    }

    private sealed class Cos : SimdFunction
    {
        public override V Apply<V>(V x) => SimdMath.Cos(x);
    }

    private sealed class Max : SimdFunction
    {
        public override V Apply<V>(V x) => V.Max(x, V.Zero);
    }

    private sealed class Min : SimdFunction
    {
        public override V Apply<V>(V x) => V.Min(-V.Zero, x);
    }

    private sealed class Bounded : SimdFunction
    {
        public override V Apply<V>(V x) => V.AtMost(V.AtLeast(x, V.Zero), V.One);
    }

    private sealed class MultiplyAdd : SimdFunction
    {
        public override V Apply<V>(V x) => V.MultiplyAdd(x, V.Constant(1.1), V.Constant(-0.3));
    }

    private sealed class Root : SimdFunction
    {
        public override V Apply<V>(V x) => V.CopySign(V.Sqrt(V.Round(V.Abs(x))), x);
    }

    private sealed class Split : SimdFunction
    {
        public override V Apply<V>(V x) => V.SplitExponent(V.AtLeast(V.Abs(x), V.One), out V exponent) - exponent;
    }
}
