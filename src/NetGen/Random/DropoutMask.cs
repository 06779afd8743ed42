using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>Dropout's masks, called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DropoutMask
{
    /// <summary>
    /// Writes elements <paramref name="offset"/>, <paramref name="offset"/> + 1, … of the mask of a layer at a step: each is
    /// 0 with probability <paramref name="rate"/> (to within 2⁻³³) and 1 otherwise.
    /// </summary>
    /// <param name="mask">The elements to write.</param>
    /// <param name="rate">The probability of 0, from 0 to 1.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="layer">The number of the layer in the network.</param>
    /// <param name="step">The training step.</param>
    /// <param name="offset">The index of the first element, for a part of the batch.</param>
    /// <remarks>
    /// Element i depends on (seed, layer, step, i) alone, not on how the batch is cut, on threads or on the width of the
    /// vectors, and is the same in single and in double precision: it is 0 where word i of the Philox sequence is below
    /// rate · 2³². A smaller rate drops a subset of what a larger one drops.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not from 0 to 1, or the offset is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<float> mask, double rate, ulong seed, ulong layer, long step, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ulong threshold = Threshold(rate);
        if (threshold > uint.MaxValue)
            mask.Clear();
        else
            PhiloxKernel.Fill(mask, Key(seed, layer), (ulong)step, (ulong)offset, new SingleMask((uint)threshold));
    }

    /// <inheritdoc cref="Fill(Span{float}, double, ulong, ulong, long, long)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<double> mask, double rate, ulong seed, ulong layer, long step, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ulong threshold = Threshold(rate);
        if (threshold > uint.MaxValue)
            mask.Clear();
        else
            PhiloxKernel.Fill(mask, Key(seed, layer), (ulong)step, (ulong)offset, new DoubleMask((uint)threshold));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Key(ulong seed, ulong layer) => Philox.DeriveKey(seed, KeyPurpose.Dropout, layer);

    /// <summary>rate · 2³², rounded: of the 2³² words, the number that give 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Threshold(double rate)
    {
        if (!(rate >= 0 && rate <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate is a probability, from 0 to 1.");
        return (ulong)Math.Round(rate * (1UL << 32));
    }

    private readonly struct SingleMask(uint threshold) : PhiloxKernel.ISink<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store<V>(V words, ref float destination, int offset)
            where V : struct, IWordVector<V> => V.StoreAtLeast(words, threshold, ref destination, offset);
    }

    private readonly struct DoubleMask(uint threshold) : PhiloxKernel.ISink<double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store<V>(V words, ref double destination, int offset)
            where V : struct, IWordVector<V> => V.StoreAtLeast(words, threshold, ref destination, offset);
    }
}
