using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>Samples of normal distributions, called by generated code: m + e^(½·v) · noise.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NormalSample
{
    /// <summary>m + e^(½·v) · noise; m itself where there is no noise, whatever the variance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V mean, V logVariance, V noise)
        where V : struct, ISimd<V> =>
        V.WhereEqual(noise, V.Zero, mean, V.MultiplyAdd(Deviation(logVariance), noise, mean));

    /// <summary>The derivative by v, ½·e^(½·v) · noise; 0 where there is no noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V DerivativeByLogVariance<V>(V logVariance, V noise)
        where V : struct, ISimd<V> =>
        V.WhereEqual(noise, V.Zero, V.Zero, Deviation(logVariance) * noise * V.Constant(0.5));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Deviation<V>(V logVariance)
        where V : struct, ISimd<V> => SimdMath.Exp(logVariance * V.Constant(0.5));
}
