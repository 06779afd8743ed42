using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Values repeated along some axes, and the sums over what was repeated, called by generated code. Axes are from the outermost; neighbours that are both
/// repeated, or both not, are one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Repetition
{
    /// <summary>Sums of so many columns at a time.</summary>
    private const int Columns = 64;

    /// <summary>Repeats the value of each example.</summary>
    /// <param name="value">The values.</param>
    /// <param name="stride">From one example's to the next.</param>
    /// <param name="expanded">Receives the repeated values.</param>
    /// <param name="expandedStride">From one example's to the next.</param>
    /// <param name="rows">The number of examples.</param>
    /// <param name="counts">The length of each axis.</param>
    /// <param name="steps">How far the next element along each axis is in the value; 0 where it is repeated.</param>
    public static void Expand<T>(ref readonly T value, int stride, ref T expanded, int expandedStride, int rows, ReadOnlySpan<int> counts, ReadOnlySpan<int> steps)
        where T : unmanaged
    {
        int outer = counts.Length - 1, length = counts[outer], runs = Product(counts[..outer]);
        for (int r = 0; r < rows; r++)
        {
            for (int run = 0; run < runs; run++)
            {
                Span<T> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref expanded, (r * expandedStride) + (run * length)), length);
                ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in value), (r * stride) + Offset(run, counts, steps, outer));
                if (steps[outer] == 0)
                    to.Fill(from);
                else
                    MemoryMarshal.CreateReadOnlySpan(ref from, length).CopyTo(to);
            }
        }
    }

    /// <summary>The sum over all elements that are the same element repeated, in double precision and in their order.</summary>
    /// <param name="gradient">The gradients of the repeated values.</param>
    /// <param name="gradientStride">From one example's to the next.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="stride">From one example's to the next.</param>
    /// <param name="rows">The number of examples.</param>
    /// <param name="counts">The length of each axis.</param>
    /// <param name="steps">How far the next element along each axis is among the sums; 0 where it is repeated.</param>
    public static void Sum<T>(ref readonly T gradient, int gradientStride, ref T sums, int stride, int rows, ReadOnlySpan<int> counts, ReadOnlySpan<int> steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int outer = counts.Length - 1, length = counts[outer];
        Span<int> places = stackalloc int[counts.Length], kept = stackalloc int[counts.Length], repeated = stackalloc int[counts.Length];
        int place = length;
        for (int axis = outer - 1; axis >= 0; axis--)
        {
            places[axis] = place;
            place *= counts[axis];
            (kept[axis], repeated[axis]) = steps[axis] == 0 ? (1, counts[axis]) : (counts[axis], 1);
        }

        int sumsOfRow = Product(kept[..outer]), terms = Product(repeated[..outer]);
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < sumsOfRow; i++)
            {
                ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in gradient), (r * gradientStride) + Offset(i, kept[..outer], places[..outer], outer));
                ref T to = ref Unsafe.Add(ref sums, (r * stride) + Offset(i, kept[..outer], steps[..outer], outer));
                if (steps[outer] == 0)
                    to = T.CreateTruncating(SumOfRuns(ref from, length, terms, repeated[..outer], places[..outer]));
                else
                    SumOfColumns(ref from, ref to, length, terms, repeated[..outer], places[..outer]);
            }
        }
    }

    private static double SumOfRuns<T>(ref T from, int length, int terms, ReadOnlySpan<int> repeated, ReadOnlySpan<int> places)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int term = 0; term < terms; term++)
        {
            sum += Sums.Sum(ref Unsafe.Add(ref from, Offset(term, repeated, places, repeated.Length)), length);
        }

        return sum;
    }

    private static void SumOfColumns<T>(ref T from, ref T to, int length, int terms, ReadOnlySpan<int> repeated, ReadOnlySpan<int> places)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> block = stackalloc double[Columns];
        for (int first = 0; first < length; first += Columns)
        {
            int count = Math.Min(Columns, length - first);
            block.Clear();
            for (int term = 0; term < terms; term++)
            {
                ref T row = ref Unsafe.Add(ref from, first + Offset(term, repeated, places, repeated.Length));
                for (int c = 0; c < count; c++)
                {
                    block[c] += Sums.ToDouble(Unsafe.Add(ref row, c));
                }
            }

            for (int c = 0; c < count; c++)
            {
                Unsafe.Add(ref to, first + c) = T.CreateTruncating(block[c]);
            }
        }
    }

    /// <summary>The offset of an element by its number in the order of some axes.</summary>
    private static int Offset(int number, ReadOnlySpan<int> counts, ReadOnlySpan<int> steps, int axes)
    {
        int offset = 0;
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            offset += number % counts[axis] * steps[axis];
            number /= counts[axis];
        }

        return offset;
    }

    private static int Product(ReadOnlySpan<int> counts)
    {
        int product = 1;
        foreach (int count in counts)
            product *= count;
        return product;
    }
}
