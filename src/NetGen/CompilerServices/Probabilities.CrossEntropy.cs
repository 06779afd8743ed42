using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.CompilerServices;

public static partial class Probabilities
{
    private const int BlockRows = 64;

    /// <summary>The longest rows that become columns meanwhile: a block of them takes half of the first cache.</summary>
    private const int MostColumns = 64;

    private static double CrossEntropy<TBlock, T>(
        ref readonly T logits, ref T gradient, ReadOnlySpan<int> labels, ReadOnlySpan<T> weights, ReadOnlySpan<double> classWeights, int classes, int stride, double scale, int perExample)
        where TBlock : struct, IBlock<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> losses = stackalloc double[BlockRows], blockWeights = stackalloc double[BlockRows];
        Span<T> factors = stackalloc T[BlockRows];
        Span<int> someClass = stackalloc int[BlockRows];
        bool isWeighted = !weights.IsEmpty || !classWeights.IsEmpty;
        factors.Fill(T.CreateTruncating(scale));
        double sum = 0;
        for (int first = 0; first < labels.Length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, labels.Length - first);
            ReadOnlySpan<int> given = labels.Slice(first, rows);
            bool ignores = given.Contains(-1);
            if (ignores)
            {
                // Any class will do for what does not count.
                given.CopyTo(someClass);
                someClass[..rows].Replace(-1, 0);
            }

            scoped ReadOnlySpan<int> blockLabels = ignores ? someClass[..rows] : given;

            for (int r = 0; isWeighted && r < rows; r++)
            {
                double weight = weights.IsEmpty ? 1 : Sums.ToDouble(weights[(first + r) / perExample]);
                blockWeights[r] = classWeights.IsEmpty ? weight : weight * classWeights[blockLabels[r]];
                factors[r] = T.CreateTruncating(blockWeights[r] * scale);
            }

            ref T z = ref Unsafe.Add(ref Unsafe.AsRef(in logits), first * stride);
            TBlock.CrossEntropy(in z, ref Unsafe.Add(ref gradient, first * stride), blockLabels, classes, stride, factors, losses);
            for (int r = 0; isWeighted && r < rows; r++)
            {
                losses[r] *= blockWeights[r];
            }

            for (int r = 0; ignores && r < rows; r++)
            {
                if (given[r] < 0)
                {
                    losses[r] = 0;
                    MemoryMarshal.CreateSpan(ref Unsafe.Add(ref gradient, (first + r) * stride), stride).Clear();
                }
            }

            sum += Sums.Sum(ref losses[0], rows);
        }

        return sum;
    }

    /// <summary>A way to compute a block of at most <see cref="BlockRows"/> rows. All give the same bits.</summary>
    private interface IBlock<T>
    {
        /// <summary>The cross-entropies of all rows, without weights, and the gradient, softmax − onehot, times a factor for each row.</summary>
        static abstract void CrossEntropy(ref readonly T logits, ref T gradient, ReadOnlySpan<int> labels, int classes, int stride, ReadOnlySpan<T> factors, Span<double> losses);
    }

    /// <summary>Classes in lanes.</summary>
    private readonly struct ByRows<V, V4, T> : IBlock<T>
        where V : struct, ISimd<V, T>
        where V4 : struct, ISimd<V4, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static void CrossEntropy(ref readonly T logits, ref T gradient, ReadOnlySpan<int> labels, int classes, int stride, ReadOnlySpan<T> factors, Span<double> losses)
        {
            int rows = labels.Length;
            Span<T> largest = stackalloc T[BlockRows], totals = stackalloc T[BlockRows];
            SubtractLargest<V4, T>(in logits, ref gradient, rows, classes, stride, largest);
            Apply<V, T, NormalExp>(MemoryMarshal.CreateSpan(ref gradient, rows * stride), T.Zero);
            Span<double> others = stackalloc double[BlockRows];
            Span<T> shares = stackalloc T[BlockRows];
            Total<V4, T>(ref gradient, classes, stride, totals, losses[..rows]);
            SubtractOfLabels(ref gradient, labels, stride, losses, others);
            bool isSure = SumOthersWhereLittle(ref gradient, labels, classes, stride, 1, others);
            Shares(others, losses[..rows], shares);
            Logarithms(losses[..rows], others, isSure);
            SubtractOfLabels(in logits, labels, stride, largest, losses);
            Gradient<V4, T>(ref gradient, classes, stride, totals[..rows], factors);
            StoreOfLabels(ref gradient, labels, stride, shares, factors);
        }
    }

    /// <summary>Rows in lanes: the logits of each class lie side by side meanwhile.</summary>
    private readonly struct ByColumns<V> : IBlock<float>
        where V : struct, ISimd<V, float>
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void CrossEntropy(ref readonly float logits, ref float gradient, ReadOnlySpan<int> labels, int classes, int stride, ReadOnlySpan<float> factors, Span<double> losses)
        {
            int rows = labels.Length, height = (rows + V.Count - 1) / V.Count * V.Count;
            Span<float> columns = stackalloc float[stride * BlockRows], totals = stackalloc float[BlockRows];
            Span<float> numbers = stackalloc float[BlockRows], largest = stackalloc float[BlockRows], ofLabels = stackalloc float[BlockRows];
            Span<float> exponentialsOfLabels = stackalloc float[BlockRows], shares = stackalloc float[BlockRows];
            Rows.Transpose(in logits, 0, rows, rows, stride, stride, ref columns[0], height);
            Convert(labels, ref numbers[0]);
            numbers[rows..].Clear();
            for (int r = 0; r < height; r += V.Count)
            {
                ref float column = ref columns[r];
                V max = V.Load(ref column, 0);
                for (int c = 1; c < classes; c++)
                {
                    max = V.AtLeast(max, V.Load(ref column, c * height));
                }

                V label = V.Load(ref numbers[r], 0), number = V.Zero, ofLabel = V.Zero, exponentialOfLabel = V.Zero;
                for (int c = 0; c < classes; c++)
                {
                    V logit = V.Load(ref column, c * height), exponential = default(NormalExp).Apply(logit - max, V.Zero);
                    V.Store(exponential, ref column, c * height);
                    ofLabel = V.WhereEqual(label, number, logit, ofLabel);
                    exponentialOfLabel = V.WhereEqual(label, number, exponential, exponentialOfLabel);
                    number += V.One;
                }

                V.Store(max, ref largest[r], 0);
                V.Store(ofLabel, ref ofLabels[r], 0);
                V.Store(exponentialOfLabel, ref exponentialsOfLabels[r], 0);
            }

            Span<double> others = stackalloc double[BlockRows];
            TotalsOfColumns(ref columns[0], classes, height, totals, losses);
            for (int r = 0; r < height; r += Float64x4.Count)
            {
                Float64x4.Store(Float64x4.Load(ref losses[r], 0) - Sums.Load(ref exponentialsOfLabels[r]), ref others[r], 0);
            }

            bool isSure = SumOthersWhereLittle(ref columns[0], labels, classes, 1, height, others);
            Shares(others, losses[..height], shares);
            Logarithms(losses[..height], others, isSure);
            for (int r = 0; r < height; r += Float64x4.Count)
            {
                Float64x4.Store(Float64x4.Load(ref losses[r], 0) - (Sums.Load(ref ofLabels[r]) - Sums.Load(ref largest[r])), ref losses[r], 0);
            }

            for (int r = 0; r < height; r += V.Count)
            {
                ref float column = ref columns[r];
                V total = V.Load(ref totals[r], 0), factor = V.Load(in factors[r], 0);
                V label = V.Load(ref numbers[r], 0), number = V.Zero, ofLabel = V.Zero - (V.Load(ref shares[r], 0) * factor);
                for (int c = 0; c < classes; c++)
                {
                    V ofClass = V.Load(ref column, c * height) / total * factor;
                    V.Store(SimdMath.WithoutSubnormals(V.WhereEqual(label, number, ofLabel, ofClass)), ref column, c * height);
                    number += V.One;
                }
            }

            columns[(classes * height)..(stride * height)].Clear();
            Rows.Transpose(in columns[0], 0, stride, stride, rows, height, ref gradient, stride);
        }
    }

    // A network that is sure of itself and right still has a loss and a gradient: of the sum of all exponentials but the label's, which is what
    // is left of the total, and where that is little, summed up by itself.

    /// <summary>Below, the label's exponential is the largest, which is 1.</summary>
    private const double Little = 1e-3;

    /// <summary>What is left of the totals without the labels' exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractOfLabels<T>(ref T exponentials, ReadOnlySpan<int> labels, int stride, ReadOnlySpan<double> totals, Span<double> others)
        where T : unmanaged
    {
        ref T e = ref exponentials;
        for (int r = 0; r < labels.Length; r++)
        {
            others[r] = totals[r] - Sums.ToDouble(Unsafe.Add(ref e, labels[r]));
            e = ref Unsafe.Add(ref e, stride);
        }
    }

    /// <summary>Where little is left, sums up the exponentials of all classes but the label's instead.</summary>
    /// <returns>Whether there is such a row.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool SumOthersWhereLittle<T>(ref T exponentials, ReadOnlySpan<int> labels, int classes, int rowStep, int classStep, Span<double> others)
        where T : unmanaged
    {
        bool isSure = false;
        for (int r = 0; r < labels.Length; r++)
        {
            if (others[r] < Little)
            {
                isSure = true;
                others[r] = 0;
                for (int c = 0; c < classes; c++)
                {
                    others[r] += c == labels[r] ? 0 : Sums.ToDouble(Unsafe.Add(ref exponentials, (r * rowStep) + (c * classStep)));
                }
            }
        }

        return isSure;
    }

    /// <summary>The others' share of the totals, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shares<T>(ReadOnlySpan<double> others, ReadOnlySpan<double> totals, Span<T> shares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref double from = ref MemoryMarshal.GetReference(others), by = ref MemoryMarshal.GetReference(totals);
        int r = 0;
        for (; typeof(T) == typeof(float) && r <= totals.Length - Vector256<double>.Count; r += Vector256<double>.Count)
        {
            Vector256<double> share = Vector256.LoadUnsafe(ref from, (nuint)r) / Vector256.LoadUnsafe(ref by, (nuint)r);
            Vector128.Narrow(share.GetLower(), share.GetUpper()).StoreUnsafe(ref Unsafe.As<T, float>(ref shares[r]));
        }

        for (; r < totals.Length; r++)
        {
            shares[r] = T.CreateTruncating(others[r] / totals[r]);
        }
    }

    /// <summary>ln of the totals, in place: of 1 + the others where these are little.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Logarithms(Span<double> totals, ReadOnlySpan<double> others, bool isSure)
    {
        ScalarMath.Log(totals, totals);
        for (int r = 0; isSure && r < totals.Length; r++)
        {
            if (others[r] < Little)
                totals[r] = ScalarMath.Log1P(others[r]);
        }
    }

    /// <summary>The gradient for the label's logit: −factor times the share of all other classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreOfLabels<T>(ref T gradient, ReadOnlySpan<int> labels, int stride, ReadOnlySpan<T> shares, ReadOnlySpan<T> factors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < labels.Length; r++)
        {
            T value = T.Zero - (shares[r] * factors[r]);
            Unsafe.Add(ref gradient, (r * stride) + labels[r]) = T.IsSubnormal(value) ? T.Zero : value;
        }
    }

    /// <summary>The labels as numbers of single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convert(ReadOnlySpan<int> labels, ref float numbers)
    {
        ref int from = ref MemoryMarshal.GetReference(labels);
        int i = 0;
        for (; i <= labels.Length - Vector128<int>.Count; i += Vector128<int>.Count)
        {
            Vector128.ConvertToSingle(Vector128.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref numbers, (nuint)i);
        }

        for (; i < labels.Length; i++)
        {
            Unsafe.Add(ref numbers, i) = labels[i];
        }
    }

    /// <summary>Σ e of each row in the order of <see cref="Sums"/>, from columns of <paramref name="height"/> rows: rounded, and not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TotalsOfColumns(ref readonly float columns, int classes, int height, Span<float> rounded, Span<double> totals)
    {
        for (int r = 0; r < height; r += Float64x4.Count)
        {
            ref float e = ref Unsafe.Add(ref Unsafe.AsRef(in columns), r);
            Float64x4 s0 = Float64x4.Zero, s1 = Float64x4.Zero, s2 = Float64x4.Zero, s3 = Float64x4.Zero;
            int c = 0;
            for (; c <= classes - 4; c += 4)
            {
                s0 += Sums.Load(ref e);
                s1 += Sums.Load(ref Unsafe.Add(ref e, height));
                s2 += Sums.Load(ref Unsafe.Add(ref e, 2 * height));
                s3 += Sums.Load(ref Unsafe.Add(ref e, 3 * height));
                e = ref Unsafe.Add(ref e, 4 * height);
            }

            if (c < classes)
                s0 += Sums.Load(ref e);
            if (c + 1 < classes)
                s1 += Sums.Load(ref Unsafe.Add(ref e, height));
            if (c + 2 < classes)
                s2 += Sums.Load(ref Unsafe.Add(ref e, 2 * height));

            Vector256<double> total = ((s0 + s1) + (s2 + s3)).Value;
            total.StoreUnsafe(ref totals[r]);
            Vector128.Narrow(total.GetLower(), total.GetUpper()).StoreUnsafe(ref rounded[r]);
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

    /// <summary>factor·e / Σ e, from the exponentials; 0 in the padding, even where Σ e is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<V4, T>(ref T exponentials, int classes, int stride, ReadOnlySpan<T> totals, ReadOnlySpan<T> factors)
        where V4 : struct, ISimd<V4, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V4 isCounted = Counted<V4, T>(classes - stride + V4.Count);
        ref T e = ref exponentials;
        int last = stride - V4.Count;
        for (int r = 0; r < totals.Length; r++)
        {
            V4 divisor = V4.Broadcast(totals[r]), factor = V4.Broadcast(factors[r]);
            for (int c = 0; c < last; c += V4.Count)
            {
                V4.Store(SimdMath.WithoutSubnormals(V4.Load(ref e, c) / divisor * factor), ref e, c);
            }

            V4.Store(V4.WhereGreater(isCounted, V4.Zero, SimdMath.WithoutSubnormals(V4.Load(ref e, last) / divisor * factor), V4.Zero), ref e, last);
            e = ref Unsafe.Add(ref e, stride);
        }
    }

    /// <summary>eˣ, or 0 where that is subnormal or nearly so: nothing subnormal comes up on the way, either.</summary>
    private readonly struct NormalExp : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V operand)
            where V : struct, ISimd<V>
        {
            V bound = V.Constant(-87.25, -708.25);
            return V.WhereGreater(bound, x, V.Zero, SimdMath.Exp(V.AtLeast(x, bound)));
        }
    }
}
