using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>Normally distributed noise, called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NormalNoise
{
    private const int Chunk = 512;

    /// <summary>
    /// Writes elements <paramref name="offset"/>, <paramref name="offset"/> + 1, … of the noise of a layer at a step: each is
    /// normal with mean 0, at most 6.4 standard deviations from it.
    /// </summary>
    /// <param name="noise">The elements to write.</param>
    /// <param name="standardDeviation">The standard deviation, at least 0.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="layer">The number of the layer in the network.</param>
    /// <param name="step">The training step.</param>
    /// <param name="offset">The index of the first element, for a part of the batch.</param>
    /// <remarks>
    /// Element i depends on (seed, layer, step, i) alone, not on how the batch is cut, on threads or on the width of the
    /// vectors: it is the inverse of the distribution function (Wichura, 1988) at word i of the Philox sequence, of which
    /// double precision takes 32 bits and single precision 24.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite, or the offset is negative.</exception>
    public static void Fill(Span<float> noise, double standardDeviation, ulong seed, ulong layer, long step, long offset = 0)
    {
        if (Simd.VectorBits == 512)
            Fill<Float32x16, float>(noise, standardDeviation, seed, layer, step, offset);
        else if (Simd.VectorBits == 256)
            Fill<Float32x8, float>(noise, standardDeviation, seed, layer, step, offset);
        else
            Fill<Float32x4, float>(noise, standardDeviation, seed, layer, step, offset);
    }

    /// <inheritdoc cref="Fill(Span{float}, double, ulong, ulong, long, long)"/>
    public static void Fill(Span<double> noise, double standardDeviation, ulong seed, ulong layer, long step, long offset = 0)
    {
        if (Simd.VectorBits == 512)
            Fill<Float64x8, double>(noise, standardDeviation, seed, layer, step, offset);
        else if (Simd.VectorBits == 256)
            Fill<Float64x4, double>(noise, standardDeviation, seed, layer, step, offset);
        else
            Fill<Float64x2, double>(noise, standardDeviation, seed, layer, step, offset);
    }

    private static void Fill<V, T>(Span<T> noise, double standardDeviation, ulong seed, ulong layer, long step, long offset)
        where V : struct, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (!(standardDeviation >= 0 && double.IsFinite(standardDeviation)))
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "A standard deviation is a finite number of at least 0.");

        ulong key = Philox.DeriveKey(seed, KeyPurpose.Noise, layer);
        Span<uint> words = stackalloc uint[Chunk];
        Span<T> values = stackalloc T[Chunk];
        for (int start = 0; start < noise.Length; start += Chunk)
        {
            int count = Math.Min(Chunk, noise.Length - start);
            PhiloxKernel.Fill(words[..count], key, (ulong)step, (ulong)(offset + start), new PhiloxKernel.Words());
            for (int i = 0; i < count; i++)
                values[i] = SignedTail<T>(words[i]);
            Transform<V, T>(ref values[0], count, standardDeviation);
            values[..count].CopyTo(noise[start..]);
        }
    }

    /// <summary>
    /// The upper bit of a word as the sign, the others as a probability between 0 and ½: an odd multiple of a power of two
    /// that the precision holds exactly.
    /// </summary>
    private static T SignedTail<T>(uint word)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double tail = typeof(T) == typeof(float)
            ? (((word >> 8) & 0x7F_FFFF) * 2 + 1) * (1.0 / (1 << 25))
            : ((word & 0x7FFF_FFFF) * 2L + 1) * (1.0 / (1L << 33));
        return T.CreateTruncating((int)word < 0 ? -tail : tail);
    }

    /// <summary>Tail probabilities to the distances beyond which they lie, with their signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transform<V, T>(ref T values, int count, double standardDeviation)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V scale = V.Constant(standardDeviation);
        for (int i = 0; i < count; i += V.Count)
        {
            V signed = V.Load(ref values, i);
            V.Store(V.CopySign(Distributions.NormalTail(V.Abs(signed)) * scale, signed), ref values, i);
        }
    }
}
