using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The rule of <see cref="Adam"/> and <see cref="AdamW"/>: w ← shrink·w; g ← g + l2·w; m ← β₁·m + (1 − β₁)·g;
/// v ← β₂·v + (1 − β₂)·g²; w ← w − rate·m / (√v·rootScale + ε). The factors of the bias correction are in rate = η / (1 − β₁ᵏ)
/// and rootScale = 1 / √(1 − β₂ᵏ).
/// </summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct AdamRule<V>(double rate, double rootScale, double beta1, double beta2, double epsilon, double l2, double shrink)
    : IUpdateRule<V>
    where V : struct, ISimd<V>
{
    private readonly V _rate = V.Constant(rate);
    private readonly V _rootScale = V.Constant(rootScale);
    private readonly V _beta1 = V.Constant(beta1);
    private readonly V _share1 = V.Constant(1 - beta1);
    private readonly V _beta2 = V.Constant(beta2);
    private readonly V _share2 = V.Constant(1 - beta2);
    private readonly V _epsilon = Divisor.Guard<V>(epsilon);
    private readonly V _l2 = V.Constant(l2);
    private readonly V _shrink = V.Constant(shrink);

    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Update(V w, V g, ref V m, ref V v, ref V s3)
    {
        w = Average(w, g, ref m, ref v);
        return Move(w, m, v);
    }

    /// <summary>Shrinks w and brings the averages up to date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Average(V w, V g, ref V m, ref V v)
    {
        w *= _shrink;
        g = V.MultiplyAdd(_l2, w, g);
        m = V.MultiplyAdd(_beta1, m, _share1 * g);
        v = V.MultiplyAdd(_beta2, v, Divisor.ShareOfSquare(_share2, g));
        return w;
    }

    /// <summary>w − rate·m / (√v·rootScale + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Move(V w, V m, V v)
    {
        V root = V.MultiplyAdd(V.Sqrt(v), _rootScale, _epsilon);
        return w - (Divisor.Dividend(_rate, m) / root);
    }
}

/// <summary>The rule of AMSGrad: <see cref="AdamRule{V}"/> with the largest v so far in the divisor.</summary>
internal readonly struct AMSGradRule<V>(AdamRule<V> adam) : IUpdateRule<V>
    where V : struct, ISimd<V>
{
    public static int StateCount => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Update(V w, V g, ref V m, ref V v, ref V largest)
    {
        w = adam.Average(w, g, ref m, ref v);
        largest = V.Max(largest, v);
        return adam.Move(w, m, largest);
    }
}
