using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;
using Lanes = System.Runtime.Intrinsics.Vector128<double>;

namespace NetGen;

/// <summary>Two lanes of <see cref="double"/>: <see cref="Vector128{T}"/> as the kernels see it.</summary>
public readonly struct Float64x2 : ISimd<Float64x2, double>, IDoublePrecision
{
    // The members wrap their results by BitCast, not by the constructor: that would be one more call to inline in each, and
    // the JIT stops inlining at about 500 locals per method, which bounds the size of kernels.
    private readonly Lanes v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public Float64x2(Lanes value) => v = value;

    /// <summary>The vector.</summary>
    public Lanes Value { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => 2; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => true; }

    /// <inheritdoc/>
    public static Float64x2 Zero { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float64x2>(Lanes.Zero); }

    /// <inheritdoc/>
    public static Float64x2 One { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float64x2>(Lanes.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Constant(double value) => BitCast<Lanes, Float64x2>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Constant(double inSingle, double inDouble) =>
        BitCast<Lanes, Float64x2>(Vector128.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Broadcast(double value) => BitCast<Lanes, Float64x2>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Load(ref readonly double source, int offset) =>
        BitCast<Lanes, Float64x2>(Vector128.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static void Store(Float64x2 value, ref double destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 operator +(Float64x2 a, Float64x2 b) => BitCast<Lanes, Float64x2>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 operator -(Float64x2 a, Float64x2 b) => BitCast<Lanes, Float64x2>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 operator *(Float64x2 a, Float64x2 b) => BitCast<Lanes, Float64x2>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 operator /(Float64x2 a, Float64x2 b) => BitCast<Lanes, Float64x2>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 operator -(Float64x2 a) => BitCast<Lanes, Float64x2>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 MultiplyAdd(Float64x2 a, Float64x2 b, Float64x2 c)
    {
        // Simd.HasFusedMultiplyAdd, written out: the JIT drops the other line before it inlines, not after.
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float64x2>(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));
        return BitCast<Lanes, Float64x2>(a.v * b.v + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 MultiplyAdd(Float64x2 a, ref readonly double source, int offset, Float64x2 c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float64x2>(Vector128.FusedMultiplyAdd(a.v, Vector128.LoadUnsafe(in source, (nuint)offset), c.v));
        return BitCast<Lanes, Float64x2>(a.v * Vector128.LoadUnsafe(in source, (nuint)offset) + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Max(Float64x2 a, Float64x2 b) => BitCast<Lanes, Float64x2>(Vector128.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Min(Float64x2 a, Float64x2 b) => BitCast<Lanes, Float64x2>(Vector128.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 AtLeast(Float64x2 a, Float64x2 bound) => Sse2.IsSupported
        ? BitCast<Lanes, Float64x2>(Sse2.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : WhereGreater(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 AtMost(Float64x2 a, Float64x2 bound) => Sse2.IsSupported
        ? BitCast<Lanes, Float64x2>(Sse2.Min(bound.v, a.v))
        : WhereGreater(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Abs(Float64x2 a) => BitCast<Lanes, Float64x2>(Vector128.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Sqrt(Float64x2 a) => BitCast<Lanes, Float64x2>(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 CopySign(Float64x2 magnitude, Float64x2 sign) =>
        BitCast<Lanes, Float64x2>(Vector128.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 Round(Float64x2 a) => BitCast<Lanes, Float64x2>(Vector128.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 PowerOfTwo(Float64x2 a, Float64x2 factor, out Float64x2 n)
    {
        // The sum is so large that it has no room for fractions: its lowest bits are n, biased. The shift makes them the exponent.
        Float64x2 bias = BitCast<Lanes, Float64x2>(Vector128.Create(Float64Bits.ExponentOfPower)), biased = MultiplyAdd(a, factor, bias);
        n = biased - bias;
        return BitCast<Lanes, Float64x2>((biased.v.AsUInt64() << Float64Bits.MantissaBits).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 SplitExponent(Float64x2 a, out Float64x2 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2⁵² they are a number again.
        Vector128<ulong> octaves = a.v.AsUInt64() + Vector128.Create(Float64Bits.One - Float64Bits.RootOfHalf);
        Lanes biased = (octaves >>> Float64Bits.MantissaBits | Vector128.Create(Float64Bits.Integer)).AsDouble();
        exponent = BitCast<Lanes, Float64x2>(biased - Vector128.Create(Float64Bits.IntegerBias));
        Vector128<ulong> mantissa = octaves & Vector128.Create(Float64Bits.MantissaMask);
        return BitCast<Lanes, Float64x2>((mantissa + Vector128.Create(Float64Bits.RootOfHalf)).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 WhereGreater(Float64x2 a, Float64x2 b, Float64x2 whenTrue, Float64x2 whenFalse) =>
        BitCast<Lanes, Float64x2>(Vector128.ConditionalSelect(Vector128.GreaterThan(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x2 WhereEqual(Float64x2 a, Float64x2 b, Float64x2 whenTrue, Float64x2 whenFalse) =>
        BitCast<Lanes, Float64x2>(Vector128.ConditionalSelect(Vector128.Equals(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static bool AnyGreater(Float64x2 a, Float64x2 b) => Vector128.GreaterThanAny(a.v, b.v);
}
