using System.Numerics;
using System.Runtime.Intrinsics;
using Xunit;

namespace NetGen.Tests;

/// <summary>Every width, every length and every cut into ranges give the bits of the formulas applied element by element.</summary>
public class OptimizerBitsTests
{
    private const int Steps = 4;
    private const double Rate = 0.03, Decay = 0.1;

    [Fact]
    public void SGD() => Check(() => new SGD(Rate, weightDecay: Decay), () => new PlainReference());

    [Fact]
    public void SGD_with_momentum_and_dampening() =>
        Check(() => new SGD(Rate, 0.9, 0.3, weightDecay: Decay), () => new MomentumReference(0.3, Nesterov: false));

    [Fact]
    public void SGD_with_Nesterov_momentum() =>
        Check(() => new SGD(Rate, 0.9, nesterov: true, weightDecay: Decay), () => new MomentumReference(0, Nesterov: true));

    [Fact]
    public void Adam() => Check(() => new Adam(Rate, weightDecay: Decay), () => new AdamReference(Decay, 1));

    [Fact]
    public void AdamW() => Check(() => new AdamW(Rate, weightDecay: Decay), () => new AdamReference(0, 1 - (Rate * Decay)));

    private static void Check(Func<Optimizer> create, Func<IReference> reference)
    {
        Widths<float, Float32x4, Float32x8, Float32x16>(create, reference);
        Widths<double, Float64x2, Float64x4, Float64x8>(create, reference);
    }

    private static void Widths<T, V128, V256, V512>(Func<Optimizer> create, Func<IReference> reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V128 : struct, ISimd<V128, T>
        where V256 : struct, ISimd<V256, T>
        where V512 : struct, ISimd<V512, T>
    {
        for (int length = 1; length <= 70; length++)
        {
            T[] expected = Start<T>(length);
            IReference rule = reference();
            for (int k = 1; k <= Steps; k++)
            {
                for (int i = 0; i < length; i++)
                    expected[i] = rule.Update(expected[i], Gradient<T>(i, k), i, k);
            }

            Assert.Equal(expected, Run<T, V128>(create(), length));
            if (Vector256.IsHardwareAccelerated)
                Assert.Equal(expected, Run<T, V256>(create(), length));
            if (Vector512.IsHardwareAccelerated)
                Assert.Equal(expected, Run<T, V512>(create(), length));
            Assert.Equal(expected, RunInRanges<T, V128>(create(), length));
        }
    }

    /// <summary>Steps a slice of a larger array and sees to it that its surroundings stay.</summary>
    private static T[] Run<T, V>(Optimizer optimizer, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ISimd<V, T>
    {
        T guard = T.CreateTruncating(123);
        T[] buffer = [guard, .. Start<T>(length), guard];
        for (int k = 1; k <= Steps; k++)
            optimizer.Step<V, T>(null, buffer.AsSpan(1, length), Gradients<T>(length, k));
        Assert.Equal(guard, buffer[0]);
        Assert.Equal(guard, buffer[^1]);
        return buffer[1..^1];
    }

    /// <summary>The same as three ranges, the last one first.</summary>
    private static T[] RunInRanges<T, V>(Optimizer optimizer, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ISimd<V, T>
    {
        T[] parameters = Start<T>(length);
        OptimizerState<T> state = new(length);
        int first = length / 3, second = length / 2;
        for (int k = 1; k <= Steps; k++)
        {
            T[] gradients = Gradients<T>(length, k);
            foreach ((int start, int end) in new[] { (second, length), (0, first), (first, second) })
                optimizer.Update<V, T>(new(state, parameters, gradients, start, end - start), Rate, Decay, k);
        }

        return parameters;
    }

    private static T[] Start<T>(int length)
        where T : IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, length).Select(i => T.CreateTruncating(Math.Sin(1 + (3.7 * i))))];

    private static T Gradient<T>(int i, int k)
        where T : IBinaryFloatingPointIeee754<T> => T.CreateTruncating(Math.Cos((5.3 * i) + (1.9 * k)));

    private static T[] Gradients<T>(int length, int k)
        where T : IBinaryFloatingPointIeee754<T> => [.. Enumerable.Range(0, length).Select(i => Gradient<T>(i, k))];

    private static T MultiplyAdd<T>(double a, T b, T c)
        where T : IBinaryFloatingPointIeee754<T> => MultiplyAdd(T.CreateTruncating(a), b, c);

    private static T MultiplyAdd<T>(T a, T b, T c)
        where T : IBinaryFloatingPointIeee754<T> =>
        Simd.HasFusedMultiplyAdd ? T.FusedMultiplyAdd(a, b, c) : (a * b) + c;

    private interface IReference
    {
        T Update<T>(T w, T g, int i, int k)
            where T : IBinaryFloatingPointIeee754<T>;
    }

    private sealed record PlainReference : IReference
    {
        public T Update<T>(T w, T g, int i, int k)
            where T : IBinaryFloatingPointIeee754<T> => MultiplyAdd(-Rate, MultiplyAdd(Decay, w, g), w);
    }

    private sealed record MomentumReference(double Dampening, bool Nesterov) : IReference
    {
        private readonly Dictionary<int, object> _v = [];

        public T Update<T>(T w, T g, int i, int k)
            where T : IBinaryFloatingPointIeee754<T>
        {
            g = MultiplyAdd(Decay, w, g);
            T v = k == 1 ? g : MultiplyAdd(0.9, (T)_v[i], T.CreateTruncating(1 - Dampening) * g);
            _v[i] = v;
            return MultiplyAdd(-Rate, Nesterov ? MultiplyAdd(0.9, v, g) : v, w);
        }
    }

    private sealed record AdamReference(double L2, double Shrink) : IReference
    {
        private readonly Dictionary<int, (object M, object V)> _moments = [];

        public T Update<T>(T w, T g, int i, int k)
            where T : IBinaryFloatingPointIeee754<T>
        {
            (object previousM, object previousV) = _moments.GetValueOrDefault(i, (T.Zero, T.Zero));
            w *= T.CreateTruncating(Shrink);
            g = MultiplyAdd(L2, w, g);
            T m = MultiplyAdd(0.9, (T)previousM, T.CreateTruncating(1 - 0.9) * g);
            T tiny = typeof(T) == typeof(float) ? T.CreateChecked(Math.ScaleB(1, -120)) : T.CreateChecked(Math.ScaleB(1, -1016));
            T v = MultiplyAdd(0.999, (T)previousV, MultiplyAdd(T.CreateTruncating(1 - 0.999) * g, g, tiny));
            _moments[i] = (m, v);
            double power1 = Power(0.9, k), power2 = Power(0.999, k);
            T root = MultiplyAdd(T.Sqrt(v), T.CreateTruncating(1 / Math.Sqrt(1 - power2)), T.CreateTruncating(1e-8));
            return w - (T.CreateTruncating(Rate / (1 - power1)) * m / root);
        }

        /// <summary>x, x², x²·x, (x²)²: the products in the order of repeated squaring, for k to 4.</summary>
        private static double Power(double x, int k) => k switch { 1 => x, 2 => x * x, 3 => x * (x * x), _ => x * x * (x * x) };
    }
}
