using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>Turns the outputs of classifiers into probabilities and labels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Probabilities
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
    /// The cross-entropy of classes, Σ w·(−ln softmax(z)ₜ) with −ln softmax(z)ₜ = ln Σ exp(z − max z) − (zₜ − max z), and its gradient
    /// w·scale·(softmax(z) − onehot(t)). The maximum is subtracted so that no exponential overflows; what would be
    /// subnormal in the gradient is 0. The sum has the order of <see cref="Sums"/> in every 64 examples.
    /// </summary>
    /// <param name="logits">z, in padded rows.</param>
    /// <param name="gradient">Receives the gradient, in rows as long, with zeros in the padding.</param>
    /// <param name="labels">t, the label of each row, from 0 to below <paramref name="classes"/>: the caller has checked them. −1: the row does not count, and its gradient is 0.</param>
    /// <param name="weights">w, the weight of each example; empty: all are 1.</param>
    /// <param name="classWeights">Multiplies the weights of rows by one of their label; empty: by 1.</param>
    /// <param name="classes">The logits of a row.</param>
    /// <param name="stride">Elements from one row to the next: a multiple of four.</param>
    /// <param name="scale">The factor of the gradient.</param>
    /// <param name="perExample">Rows of an example, which share its weight.</param>
    /// <returns>The sum of the losses, without the scale.</returns>
    /// <exception cref="IndexOutOfRangeException">There are fewer weights than examples, and some.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double CrossEntropy(
        ref readonly float logits, ref float gradient, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, ReadOnlySpan<double> classWeights, int classes, int stride, double scale, int perExample = 1) =>
        (Simd.VectorBits, stride <= MostColumns) switch
        {
            (512, true) => CrossEntropy<ByColumns<Float32x16>, float>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample),
            (256, true) => CrossEntropy<ByColumns<Float32x8>, float>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample),
            (_, true) => CrossEntropy<ByColumns<Float32x4>, float>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample),
            (512, _) => CrossEntropy<ByRows<Float32x16, Float32x4, float>, float>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample),
            (256, _) => CrossEntropy<ByRows<Float32x8, Float32x4, float>, float>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample),
            _ => CrossEntropy<ByRows<Float32x4, Float32x4, float>, float>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample),
        };

    /// <inheritdoc cref="CrossEntropy(ref readonly float, ref float, ReadOnlySpan{int}, ReadOnlySpan{float}, ReadOnlySpan{double}, int, int, double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double CrossEntropy(
        ref readonly double logits, ref double gradient, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights, ReadOnlySpan<double> classWeights, int classes, int stride, double scale, int perExample = 1) =>
        Simd.VectorBits == 512
            ? CrossEntropy<ByRows<Float64x8, Float64x4, double>, double>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample)
            : CrossEntropy<ByRows<Float64x4, Float64x4, double>, double>(in logits, ref gradient, labels, weights, classWeights, classes, stride, scale, perExample);

    /// <summary>The index of the largest value of each padded row, the first of several; −1 where one is NaN.</summary>
    /// <param name="values">The rows.</param>
    /// <param name="columns">The values among which the largest is sought.</param>
    /// <param name="stride">Elements from one padded row to the next.</param>
    /// <param name="labels">Receives the indices.</param>
    /// <param name="perRow">How many times in a padded row: once for each step of a sequence.</param>
    public static void LargestOf<T>(ref readonly T values, int columns, int stride, Span<int> labels, int perRow = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < labels.Length; i++)
        {
            int at = (i / perRow * stride) + (i % perRow * columns);
            labels[i] = LargestOf(MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in values), at), columns));
        }
    }

    /// <summary>The index of the largest value, the first of several; −1 where one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int LargestOf<T>(ReadOnlySpan<T> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largest = 0;
        bool isNaN = false;
        for (int c = 0; c < row.Length; c++)
        {
            largest = row[c] > row[largest] ? c : largest;
            isNaN |= T.IsNaN(row[c]);
        }

        return isNaN ? -1 : largest;
    }

    /// <summary>1 where a value of the padded rows is above 0, else 0; −1 where it is NaN.</summary>
    public static void Positive<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Above(in values, columns, stride, labels, T.Zero, otherwise: 0, ofNaN: -1);

    /// <summary>1 where a value of the padded rows is above ½, else 0; −1 where it is NaN.</summary>
    public static void AboveHalf<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Above(in values, columns, stride, labels, T.CreateTruncating(0.5), otherwise: 0, ofNaN: -1);

    /// <summary>1 where a value of the padded rows is above 0, else −1; 0 where it is NaN.</summary>
    public static void Signs<T>(ref readonly T values, int columns, int stride, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Above(in values, columns, stride, labels, T.Zero, otherwise: -1, ofNaN: 0);

    private static void Above<T>(ref readonly T values, int columns, int stride, Span<int> labels, T bound, int otherwise, int ofNaN)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < labels.Length; i++)
        {
            T value = Unsafe.Add(ref Unsafe.AsRef(in values), i / columns * stride + i % columns);
            labels[i] = value > bound ? 1 : T.IsNaN(value) ? ofNaN : otherwise;
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
