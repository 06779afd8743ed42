using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>Turns the outputs of classifiers into probabilities and labels.</summary>
public static class Probabilities
{
    /// <summary>Softmax of each row of <paramref name="classes"/> values, in place.</summary>
    public static void Softmax(Span<float> rows, int classes) => Softmax<Float32x4, float>(rows, classes);

    /// <summary>Softmax of each row of <paramref name="classes"/> values, in place.</summary>
    public static void Softmax(Span<double> rows, int classes) => Softmax<Float64x4, double>(rows, classes);

    /// <summary>1 / (1 + e⁻ˣ) of each value, in place.</summary>
    public static void Sigmoid(Span<float> values) => Apply<Float32x4, float, SigmoidOfLogit>(values, 0);

    /// <summary>1 / (1 + e⁻ˣ) of each value, in place.</summary>
    public static void Sigmoid(Span<double> values) => Apply<Float64x4, double, SigmoidOfLogit>(values, 0);

    /// <summary>eˣ of each value, in place.</summary>
    public static void Exp(Span<float> values) => Apply<Float32x4, float, ExpOfDifference>(values, 0);

    /// <summary>eˣ of each value, in place.</summary>
    public static void Exp(Span<double> values) => Apply<Float64x4, double, ExpOfDifference>(values, 0);

    /// <summary>
    /// Of padded rows of logits z the exponentials e = exp(z − max z), zero in the padding, Σ e, and the cross-entropy
    /// −ln softmax(z)ₜ = ln Σ e − (zₜ − max z). The maximum is subtracted so that no exponential overflows.
    /// </summary>
    /// <param name="logits">z.</param>
    /// <param name="exponentials">Receives e, in rows as long.</param>
    /// <param name="labels">t, the label of each row.</param>
    /// <param name="classes">The logits of a row.</param>
    /// <param name="stride">Elements from one row to the next: a multiple of four.</param>
    /// <param name="largest">Receives max z of each row.</param>
    /// <param name="totals">Receives Σ e of each row, rounded.</param>
    /// <param name="losses">Receives the cross-entropy of each row.</param>
    /// <exception cref="IndexOutOfRangeException">The place for the largest or for the totals is shorter than the labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The place for the losses is.</exception>
    public static void CrossEntropy(
        ref readonly float logits, ref float exponentials, ReadOnlySpan<int> labels, int classes, int stride, Span<float> largest, Span<float> totals, Span<double> losses)
    {
        SubtractLargest<Float32x4, float>(in logits, ref exponentials, labels.Length, classes, stride, largest);
        Span<float> all = MemoryMarshal.CreateSpan(ref exponentials, labels.Length * stride);
        switch (Simd.VectorBits)
        {
            case 512:
                Apply<Float32x16, float, ExpOfDifference>(all, 0);
                break;
            case 256:
                Apply<Float32x8, float, ExpOfDifference>(all, 0);
                break;
            default:
                Apply<Float32x4, float, ExpOfDifference>(all, 0);
                break;
        }

        Total<Float32x4, float>(ref exponentials, classes, stride, totals, losses[..labels.Length]);
        ScalarMath.Log(losses[..labels.Length], losses);
        SubtractOfLabels(in logits, labels, stride, largest, losses);
    }

    /// <inheritdoc cref="CrossEntropy(ref readonly float, ref float, ReadOnlySpan{int}, int, int, Span{float}, Span{float}, Span{double})"/>
    public static void CrossEntropy(
        ref readonly double logits, ref double exponentials, ReadOnlySpan<int> labels, int classes, int stride, Span<double> largest, Span<double> totals, Span<double> losses)
    {
        SubtractLargest<Float64x4, double>(in logits, ref exponentials, labels.Length, classes, stride, largest);
        Span<double> all = MemoryMarshal.CreateSpan(ref exponentials, labels.Length * stride);
        if (Simd.VectorBits == 512)
        {
            Apply<Float64x8, double, ExpOfDifference>(all, 0);
        }
        else
        {
            Apply<Float64x4, double, ExpOfDifference>(all, 0);
        }

        Total<Float64x4, double>(ref exponentials, classes, stride, totals, losses[..labels.Length]);
        ScalarMath.Log(losses[..labels.Length], losses);
        SubtractOfLabels(in logits, labels, stride, largest, losses);
    }

    /// <summary>The index of the largest value of each padded row; the first of several.</summary>
    public static void LargestOf<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < labels.Length; r++)
        {
            ReadOnlySpan<T> row = MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in values), r * stride), columns);
            int largest = 0;
            for (int c = 1; c < columns; c++)
            {
                largest = row[c] > row[largest] ? c : largest;
            }

            labels[r] = largest;
        }
    }

    /// <summary>1 where a value of the padded rows is above 0, else 0.</summary>
    public static void Positive<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Above(in values, columns, stride, labels, T.Zero, otherwise: 0);

    /// <summary>1 where a value of the padded rows is above ½, else 0.</summary>
    public static void AboveHalf<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Above(in values, columns, stride, labels, T.CreateTruncating(0.5), otherwise: 0);

    /// <summary>1 where a value of the padded rows is above 0, else −1.</summary>
    public static void Signs<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Above(in values, columns, stride, labels, T.Zero, otherwise: -1);

    private static void Above<T>(ref readonly T values, int columns, int stride, Span<int> labels, T bound, int otherwise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = Unsafe.Add(ref Unsafe.AsRef(in values), i / columns * stride + i % columns) > bound ? 1 : otherwise;
        }
    }

    private static void Softmax<V, T>(Span<T> values, int classes)
        where V : struct, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (Span<T> rest = values; rest.Length >= classes; rest = rest[classes..])
        {
            Span<T> row = rest[..classes];
            T max = row[0];
            foreach (T value in row[1..])
            {
                max = T.Max(max, value);
            }

            Apply<V, T, ExpOfDifference>(row, max);
            T sum = T.CreateTruncating(Sums.Sum(in row[0], classes));
            foreach (ref T value in row)
            {
                value /= sum;
            }
        }
    }

    /// <summary>
    /// z − max z, and 0 in the padding. The maximum is taken in all lanes at once, so that none has to be found across them; one
    /// that passes over a NaN does no harm, for the NaN's own exponential is NaN.
    /// </summary>
    /// <remarks>
    /// Not −∞ in the padding, though its exponential is the 0 that is wanted: where a product underflows, the processor takes 150 cycles.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractLargest<V4, T>(ref readonly T logits, ref T differences, int rows, int classes, int stride, Span<T> largest)
        where V4 : struct, ISimd<V4, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V4 isCounted = Counted<V4, T>(classes - stride + V4.Count);
        Span<T> lanes = stackalloc T[V4.Count];
        ref T z = ref Unsafe.AsRef(in logits);
        ref T d = ref differences;
        int last = stride - V4.Count;
        for (int r = 0; r < rows; r++)
        {
            V4 max = V4.Broadcast(z);
            for (int c = 1; c < classes; c++)
            {
                max = V4.AtLeast(max, V4.Broadcast(Unsafe.Add(ref z, c)));
            }

            for (int c = 0; c < last; c += V4.Count)
            {
                V4.Store(V4.Load(ref z, c) - max, ref d, c);
            }

            V4.Store(V4.WhereGreater(isCounted, V4.Zero, V4.Load(ref z, last) - max, V4.Zero), ref d, last);
            V4.Store(max, ref lanes[0], 0);
            largest[r] = lanes[0];
            z = ref Unsafe.Add(ref z, stride);
            d = ref Unsafe.Add(ref d, stride);
        }
    }

    /// <summary>The sum of each row, whose padding becomes zero: rounded, and not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Total<V4, T>(ref T values, int columns, int stride, Span<T> rounded, Span<double> totals)
        where V4 : struct, ISimd<V4, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V4 isCounted = Counted<V4, T>(columns - stride + V4.Count);
        ref T last = ref Unsafe.Add(ref values, stride - V4.Count);
        for (int r = 0; r < totals.Length; r++)
        {
            V4.Store(V4.WhereGreater(isCounted, V4.Zero, V4.Load(ref last, 0), V4.Zero), ref last, 0);
            last = ref Unsafe.Add(ref last, stride);
        }

        if (stride == V4.Count)
        {
            // A loop of its own: no call, and all in registers.
            for (int r = 0; r < totals.Length; r++)
            {
                totals[r] = Sums.Sum(ref Unsafe.Add(ref values, r * V4.Count), V4.Count);
                rounded[r] = T.CreateTruncating(totals[r]);
            }

            return;
        }

        for (int r = 0; r < totals.Length; r++)
        {
            totals[r] = Sums.Sum(ref Unsafe.Add(ref values, r * stride), columns);
            rounded[r] = T.CreateTruncating(totals[r]);
        }
    }

    /// <summary>Subtracts zₜ − max z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractOfLabels<T>(ref readonly T logits, ReadOnlySpan<int> labels, int stride, ReadOnlySpan<T> largest, Span<double> losses)
        where T : unmanaged
    {
        ref T z = ref Unsafe.AsRef(in logits);
        for (int r = 0; r < labels.Length; r++)
        {
            losses[r] -= Sums.ToDouble(Unsafe.Add(ref z, labels[r])) - Sums.ToDouble(largest[r]);
            z = ref Unsafe.Add(ref z, stride);
        }
    }

    /// <summary>1 in the first lanes, then 0.</summary>
    private static V4 Counted<V4, T>(int count)
        where V4 : struct, ISimd<V4, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[V4.Count];
        lanes[..count].Fill(T.One);
        return V4.Load(ref lanes[0], 0);
    }

    /// <summary>f(x, operand) of each value, vector by vector, the last few by way of a copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<V, T, F>(Span<T> values, T operand)
        where V : struct, ISimd<V, T>
        where T : unmanaged
        where F : struct, IFunction
    {
        V b = V.Broadcast(operand);
        int i = 0;
        for (; i <= values.Length - V.Count; i += V.Count)
        {
            V.Store(default(F).Apply(V.Load(ref values[i], 0), b), ref values[i], 0);
        }

        if (i < values.Length)
        {
            Span<T> tail = stackalloc T[V.Count];
            values[i..].CopyTo(tail);
            V.Store(default(F).Apply(V.Load(ref tail[0], 0), b), ref tail[0], 0);
            tail[..(values.Length - i)].CopyTo(values[i..]);
        }
    }

    private interface IFunction
    {
        V Apply<V>(V x, V operand)
            where V : struct, ISimd<V>;
    }

    private readonly struct ExpOfDifference : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V operand)
            where V : struct, ISimd<V> => SimdMath.Exp(x - operand);
    }

    private readonly struct SigmoidOfLogit : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V operand)
            where V : struct, ISimd<V> => SimdMath.Sigmoid(x);
    }
}
