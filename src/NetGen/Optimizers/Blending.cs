using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// a + share · (w − a): one parameter after the other, with the same bits at every width of vectors. A result below the smallest normal number is 0: averages of what has
/// become 0 would stay subnormal for ever.
/// </summary>
internal static class Blending
{
    /// <summary>Moves values towards others.</summary>
    /// <param name="values">a.</param>
    /// <param name="others">w, as many.</param>
    /// <param name="share">0 leaves a as it is, 1 makes it w to the bit.</param>
    public static void Run<T>(Span<T> values, ReadOnlySpan<T> others, double share)
        where T : unmanaged
    {
        if (share == 1)
        {
            others.CopyTo(values);
            return;
        }

        if (typeof(T) == typeof(float))
        {
            Span<float> single = MemoryMarshal.Cast<T, float>(values);
            ReadOnlySpan<float> otherSingle = MemoryMarshal.Cast<T, float>(others);
            if (Simd.VectorBits == 512)
                Run<Float32x16, float>(single, otherSingle, share);
            else if (Simd.VectorBits == 256)
                Run<Float32x8, float>(single, otherSingle, share);
            else
                Run<Float32x4, float>(single, otherSingle, share);
        }
        else
        {
            Span<double> both = MemoryMarshal.Cast<T, double>(values);
            ReadOnlySpan<double> otherBoth = MemoryMarshal.Cast<T, double>(others);
            if (Simd.VectorBits == 512)
                Run<Float64x8, double>(both, otherBoth, share);
            else if (Simd.VectorBits == 256)
                Run<Float64x4, double>(both, otherBoth, share);
            else
                Run<Float64x2, double>(both, otherBoth, share);
        }
    }

    private static void Run<V, T>(Span<T> values, ReadOnlySpan<T> others, double share)
        where V : struct, ISimd<V, T>
        where T : unmanaged => UpdateKernel.Run<Rule<V>, V, T>(new(share), values, others, [], [], []);

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly struct Rule<V>(double share) : IUpdateRule<V>
        where V : struct, ISimd<V>
    {
        private readonly V _share = V.Constant(share);

        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V w, V g, ref V s1, ref V s2, ref V s3) => SimdMath.WithoutSubnormals(V.MultiplyAdd(_share, g - w, w));
    }
}
