using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Keeps gradients from being too large, between Backward and the optimizer's step.</summary>
public static class GradientClipping
{
    /// <summary>
    /// Multiplies all gradients by min(1, <paramref name="maximum"/> / (‖g‖ + 10⁻⁶)), so that their Euclidean norm together
    /// is at most the maximum (Pascanu, Mikolov and Bengio, 2013). The sum of squares is in double precision and one fixed
    /// order: the same bits on every machine.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="gradients">The gradients of all parameters; padding of zeros does not matter.</param>
    /// <param name="maximum">The largest norm, more than 0.</param>
    /// <returns>‖g‖ before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not more than 0.</exception>
    public static double ByNorm<T>(Span<T> gradients, double maximum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequirePositive(maximum);
        double norm = Norm<T>(gradients);
        if (maximum / (norm + 1e-6) < 1)
            Scale(gradients, maximum, norm + 1e-6);
        return norm;
    }

    /// <summary>Clamps each gradient to [−maximum, maximum].</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="gradients">The gradients.</param>
    /// <param name="maximum">The largest absolute value, more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not more than 0.</exception>
    public static void ByValue<T>(Span<T> gradients, double maximum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequirePositive(maximum);
        Apply(gradients, 1, maximum);
    }

    /// <summary>‖g‖, the Euclidean norm: a number wherever it is one, though the squares may be none.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="gradients">The gradients.</param>
    public static double Norm<T>(ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double squares = VectorReductions.SumOfSquares(gradients);
        return typeof(T) == typeof(float) || squares is >= LeastSquares and < double.PositiveInfinity ? Math.Sqrt(squares) : ScaledNorm(gradients);
    }

    // Below, squares that are no normal numbers may count.
    private const double LeastSquares = 1e-280;

    /// <summary>The same where squares overflow or underflow: of the gradients times a power of two.</summary>
    private static double ScaledNorm<T>(ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        foreach (T gradient in gradients)
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(gradient)));
        if (largest == 0 || !double.IsFinite(largest))
            return largest;

        // In two steps: 2ⁿ for n beyond 1023 is no number.
        int exponent = Math.ILogB(largest);
        double half = Math.ScaleB(1, -exponent / 2), otherHalf = Math.ScaleB(1, -exponent + (exponent / 2)), sum = 0;
        foreach (T gradient in gradients)
        {
            double scaled = double.CreateTruncating(gradient) * half * otherHalf;
            sum += scaled * scaled;
        }

        return Math.Sqrt(sum) / half / otherHalf;
    }

    private static void RequirePositive(double maximum)
    {
        if (!(maximum > 0))
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "Expected a maximum of more than 0.");
    }

    /// <summary>Multiplies by maximum / norm, by way of a power of two where that is not safely a normal number.</summary>
    private static void Scale<T>(Span<T> gradients, double maximum, double norm)
        where T : unmanaged
    {
        const double Power = 1.0 / (1L << 62);
        if (maximum / norm < (typeof(T) == typeof(float) ? 1e-30 : 1e-290) && double.IsFinite(norm))
        {
            Apply(gradients, Power, 0);
            maximum /= Power;
        }

        Apply(gradients, maximum / norm, 0);
    }

    /// <summary>Clamps where there is a bound, else scales.</summary>
    private static void Apply<T>(Span<T> gradients, double factor, double bound)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Span<float> single = MemoryMarshal.Cast<T, float>(gradients);
            if (Simd.VectorBits == 512)
                Apply<Float32x16, float>(single, factor, bound);
            else if (Simd.VectorBits == 256)
                Apply<Float32x8, float>(single, factor, bound);
            else
                Apply<Float32x4, float>(single, factor, bound);
        }
        else
        {
            Span<double> both = MemoryMarshal.Cast<T, double>(gradients);
            if (Simd.VectorBits == 512)
                Apply<Float64x8, double>(both, factor, bound);
            else if (Simd.VectorBits == 256)
                Apply<Float64x4, double>(both, factor, bound);
            else
                Apply<Float64x2, double>(both, factor, bound);
        }
    }

    private static void Apply<V, T>(Span<T> gradients, double factor, double bound)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        if (bound > 0)
            UpdateKernel.Run<ClampRule<V>, V, T>(new(bound), gradients, gradients, [], [], []);
        else
            UpdateKernel.Run<ScaleRule<V>, V, T>(new(factor), gradients, gradients, [], [], []);
    }

    private readonly struct ScaleRule<V>(double factor) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _factor = V.Constant(factor);

        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V s1, ref V s2, ref V s3) => g * _factor;
    }

    private readonly struct ClampRule<V>(double bound) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _bound = V.Constant(bound);

        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V s1, ref V s2, ref V s3) => V.AtLeast(V.AtMost(g, _bound), -_bound);
    }
}
