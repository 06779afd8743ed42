namespace NetGen;

/// <summary>
/// A vector of floating-point lanes as the generated kernels see it: arithmetic that is the same, bit for bit, in every
/// lane and at every width. Code written once over <typeparamref name="TSelf"/> compiles to 128-, 256- and 512-bit
/// instructions, in single and in double precision.
/// </summary>
/// <typeparam name="TSelf">The vector itself, a struct.</typeparam>
/// <remarks>
/// There are no masks: a comparison and the choice by it are one member, <see cref="WhereGreater"/>. With AVX-512 comparisons give
/// mask registers, and a vector made of one waits for what its register held before (vpmovm2d, on Intel's processors): iterations
/// of a loop would no longer overlap.
/// The functions exp, log and tanh are in <see cref="SimdMath"/>, built from the members below alone.
/// </remarks>
public interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether a lane is a <see cref="double"/> (64 bits) rather than a <see cref="float"/> (32 bits).</summary>
    static abstract bool IsDouble { get; }

    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>1 in every lane.</summary>
    static abstract TSelf One { get; }

    /// <summary><paramref name="value"/>, rounded to the lane's precision, in every lane.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>A constant that depends on the precision, rounded to it, in every lane.</summary>
    static abstract TSelf Constant(double inSingle, double inDouble);

    /// <summary>a + b, lane by lane.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a − b, lane by lane.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>a · b, lane by lane.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b, lane by lane, correctly rounded.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>−a, lane by lane.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>
    /// a · b + c, lane by lane. One rounding where the hardware has a fused multiply-add, two where it has not: the
    /// choice is a constant of the machine, never of the lane or of the width.
    /// </summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger of a and b, lane by lane; NaN where either is NaN, and +0 is larger than −0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of a and b, lane by lane; NaN where either is NaN, and −0 is smaller than +0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>
    /// <paramref name="bound"/> where it is larger than a, else a, lane by lane: a itself where it is NaN or a zero
    /// compared with zero. Faster than <see cref="Max"/>, for bounds that are never NaN.
    /// </summary>
    static abstract TSelf AtLeast(TSelf a, TSelf bound);

    /// <summary>
    /// <paramref name="bound"/> where it is smaller than a, else a, lane by lane: a itself where it is NaN or a zero
    /// compared with zero. Faster than <see cref="Min"/>, for bounds that are never NaN.
    /// </summary>
    static abstract TSelf AtMost(TSelf a, TSelf bound);

    /// <summary>|a|, lane by lane.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>√a, lane by lane, correctly rounded.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>|magnitude| with the sign of <paramref name="sign"/>, lane by lane.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The nearest integer, ties to even, lane by lane.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>
    /// 2ⁿ for the integer n nearest to a · factor, lane by lane; halfway between two it is the odd one. The product is rounded before
    /// that only where there is no fused multiply-add. n must be an exponent of normal numbers, −126 to 127 in single, −1022 to 1023 in
    /// double precision; beyond, up to ±2²¹, n is still right, but the power is not.
    /// </summary>
    static abstract TSelf PowerOfTwo(TSelf a, TSelf factor, out TSelf n);

    /// <summary>
    /// Splits positive normal numbers: a = m · 2ᵉ with m in [√½, √2) and e an integer, lane by lane.
    /// </summary>
    static abstract TSelf SplitExponent(TSelf a, out TSelf exponent);

    /// <summary>
    /// Lanes of <paramref name="whenTrue"/> where a &gt; b, of <paramref name="whenFalse"/> elsewhere, also where a or b is NaN.
    /// </summary>
    static abstract TSelf WhereGreater(TSelf a, TSelf b, TSelf whenTrue, TSelf whenFalse);

    /// <summary>
    /// Lanes of <paramref name="whenTrue"/> where a = b, of <paramref name="whenFalse"/> elsewhere, also where a or b is NaN.
    /// </summary>
    static abstract TSelf WhereEqual(TSelf a, TSelf b, TSelf whenTrue, TSelf whenFalse);

    /// <summary>
    /// Whether a &gt; b in any lane; NaN is not. For a way round that hardly any lane needs: what it gives must be chosen lane by lane, by
    /// <see cref="WhereGreater"/>, or a result would depend on the neighbours.
    /// </summary>
    static abstract bool AnyGreater(TSelf a, TSelf b);
}

/// <summary>Marks the vectors whose lanes are <see cref="double"/>.</summary>
/// <remarks>
/// For large branches: the JIT decides <c>x is IDoublePrecision</c> before it inlines and never looks at the other
/// branch. <see cref="ISimd{TSelf}.IsDouble"/> it decides later, when it has inlined both and may have run into its limits.
/// </remarks>
public interface IDoublePrecision;

/// <summary>A vector of <typeparamref name="T"/> that can be read from and written to memory.</summary>
/// <typeparam name="TSelf">The vector itself, a struct.</typeparam>
/// <typeparam name="T">The type of a lane: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// Offsets count elements from the given reference and are not checked: the callers are kernels whose bounds were worked
/// out at compile time.
/// </remarks>
public interface ISimd<TSelf, T> : ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged
{
    /// <summary><paramref name="value"/> in every lane.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>The <c>Count</c> elements that start at <paramref name="offset"/> elements after <paramref name="source"/>.</summary>
    static abstract TSelf Load(ref readonly T source, int offset);

    /// <summary>
    /// a · b + c, as <see cref="ISimd{TSelf}.MultiplyAdd"/>, for b the <c>Count</c> elements that start at <paramref name="offset"/>
    /// elements after <paramref name="source"/>: an operand in memory, which needs no instruction of its own.
    /// </summary>
    static abstract TSelf MultiplyAdd(TSelf a, ref readonly T source, int offset, TSelf c);

    /// <summary>Writes the lanes to the <c>Count</c> elements that start at <paramref name="offset"/> elements after <paramref name="destination"/>.</summary>
    static abstract void Store(TSelf value, ref T destination, int offset);
}
