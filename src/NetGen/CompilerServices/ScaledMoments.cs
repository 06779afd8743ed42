using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Mean and deviation of numbers whose squares are no normal numbers: slow, and right wherever the result is one. The values are scaled by a
/// power of two first, which is exact.
/// </summary>
internal static class ScaledMoments
{
    /// <summary>Whether a variance, with ε, is so large or small that rounding beyond the range of T can have touched it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsOutOfRange<T>(double variance, double epsilon) =>
        !double.IsFinite(variance) || variance + epsilon < (typeof(T) == typeof(float) ? 1e-33 : 1e-300);

    /// <summary>1 / √(variance + ε), at most the largest number: and 0 where there is neither, for values that do not differ.</summary>
    public static T InverseRoot<T>(double variance, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        variance + epsilon == 0 ? T.Zero : Saturate<T>(1 / Math.Sqrt(variance + epsilon));

    /// <summary>Likewise for a deviation whose square may be no number.</summary>
    public static T InverseRootOfSquares<T>(double deviation, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double root = Math.Sqrt(epsilon), larger = Math.Max(deviation, root), smaller = Math.Min(deviation, root);
        if (larger == 0)
            return T.Zero;

        double ratio = smaller / larger;
        return Saturate<T>(1 / (larger * Math.Sqrt(1 + ratio * ratio)));
    }

    /// <summary>The number in another precision, its largest number where it is beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Saturate<T>(double value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;
        return T.CreateTruncating(Math.Clamp(value, -largest, largest));
    }

    /// <summary>The mean, and the square root of the mean of (x − mean)², or of x² unless <paramref name="isCentered"/>.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="count">The number of values in a row.</param>
    /// <param name="step">From one value to the next.</param>
    /// <param name="isCentered">Whether the mean is subtracted.</param>
    public static (double Mean, double Deviation) Of<T>(ref readonly T first, int rows, int stride, int count, int step, bool isCentered = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < count; i++)
                largest = Math.Max(largest, Math.Abs(At(in first, r * stride + i * step)));
        }

        if (!double.IsFinite(largest))
            return (double.NaN, double.NaN);
        if (largest == 0)
            return (0, 0);

        // In two steps: 2ⁿ for n beyond 1023 is no number.
        int exponent = Math.ILogB(largest);
        double half = Math.ScaleB(1, -exponent / 2), otherHalf = Math.ScaleB(1, -exponent + exponent / 2);
        double number = (double)rows * count, mean = 0, low = 0;
        if (isCentered)
        {
            double sum = 0, rest = 0;
            for (int r = 0; r < rows; r++)
            {
                for (int i = 0; i < count; i++)
                    sum = Sums.Add(sum, At(in first, r * stride + i * step) * half * otherHalf, ref rest);
            }

            (mean, low) = Sums.Divide(sum, rest, number);
        }

        double squares = 0, lost = 0;
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < count; i++)
            {
                double difference = At(in first, r * stride + i * step) * half * otherHalf - mean - low;
                squares = Sums.Add(squares, difference * difference, ref lost);
            }
        }

        return (mean / half / otherHalf, Math.Sqrt((squares + lost) / number) / half / otherHalf);
    }

    private static double At<T>(ref readonly T first, int index)
        where T : unmanaged => Sums.ToDouble(Unsafe.Add(ref Unsafe.AsRef(in first), index));
}
