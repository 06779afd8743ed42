using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>Elementary functions of one number: the same bits as the vectors', on every machine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarMath
{
    /// <summary>The natural logarithm: see <see cref="SimdMath.Log{V}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log(double x) => First(SimdMath.Log(Float64x2.Broadcast(x)));

    /// <summary>e^x: see <see cref="SimdMath.Exp{V}(V)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Exp(double x) => First(SimdMath.Exp(Float64x2.Broadcast(x)));

    /// <summary>
    /// ln(1 + x): see <see cref="SimdMath.Log1P{V}"/>. Inlined: a network is sure of itself only after some steps, and a method that is compiled then,
    /// in the middle of a training, may allocate.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Log1P(double x) => First(SimdMath.Log1P(Float64x2.Broadcast(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double First(Float64x2 lanes) => Unsafe.As<Float64x2, double>(ref lanes);

    /// <summary>
    /// ln Σ eᵢ of a softmax's exponentials, the largest of which is 1: where the others are small, ln(1 + their sum), of which a sum with the 1
    /// leaves nothing.
    /// </summary>
    /// <param name="exponentials">The exponentials.</param>
    /// <param name="count">Their number.</param>
    /// <param name="total">Their sum.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double LogOfTotal<T>(ref readonly T exponentials, int count, double total)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(total < 1.001))
            return Log(total);

        double others = 0;
        bool hasLargest = false;
        for (int i = 0; i < count; i++)
        {
            double e = Sums.ToDouble(Unsafe.Add(ref Unsafe.AsRef(in exponentials), i));
            if (e == 1 && !hasLargest)
                hasLargest = true;
            else
                others += e;
        }

        return Log1P(hasLargest ? others : total - 1);
    }

    /// <summary>
    /// −q^γ·ln p for the share p of one exponential of a softmax, whose largest is 1, and q = 1 − p that of the others.
    /// </summary>
    /// <param name="exponential">The exponential.</param>
    /// <param name="others">The sum of the others.</param>
    /// <param name="lead">How far the largest logit is above that of the exponential.</param>
    /// <param name="gamma">γ, at least 0.</param>
    /// <param name="slope">Receives what −ln p is multiplied by in the derivative: q^γ − γ·q^(γ−1)·p·ln p.</param>
    public static double Focal(double exponential, double others, double lead, double gamma, out double slope)
    {
        // Either the exponential is 1, or one of the others: what is left of the total without that 1 is exact in both cases.
        double total = exponential + others, entropy = Log1P(others + (exponential - 1)) + lead;
        double p = exponential / total, q = others / total;
        double power = gamma == 0 ? 1 : PortableMath.Power(q, gamma);
        slope = q == 0 || gamma == 0 ? power : power + (gamma * power * p * (entropy / q));
        return power * entropy;
    }

    /// <summary>The natural logarithms of many numbers: the same bits as one by one.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="logarithms">Receives the logarithms; at least as long.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for all.</exception>
    /// <exception cref="ArgumentException">The logarithms overlap the numbers, but do not start where they do.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Log(ReadOnlySpan<double> x, Span<double> logarithms)
    {
        ref double to = ref MemoryMarshal.GetReference(logarithms[..x.Length]);
        Guard.Apart<double, double>(x, logarithms[..x.Length], nameof(logarithms));
        ref double from = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; Simd.VectorBits == 512 && i <= x.Length - Float64x8.Count; i += Float64x8.Count)
        {
            Float64x8.Store(SimdMath.Log(Float64x8.Load(ref from, i)), ref to, i);
        }

        for (; i <= x.Length - Float64x2.Count; i += Float64x2.Count)
        {
            Float64x2.Store(SimdMath.Log(Float64x2.Load(ref from, i)), ref to, i);
        }

        if (i < x.Length)
        {
            logarithms[i] = Log(x[i]);
        }
    }
}
