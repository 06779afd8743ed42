using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;
using Lanes = System.Runtime.Intrinsics.Vector256<double>;

namespace NetGen;

/// <summary>Four lanes of <see cref="double"/>: <see cref="Vector256{T}"/> as the kernels see it.</summary>
public readonly struct Float64x4 : ISimd<Float64x4, double>, IDoublePrecision
{
    // The members wrap their results by BitCast, not by the constructor: that would be one more call to inline in each, and
    // the JIT stops inlining at about 500 locals per method, which bounds the size of kernels.
    private readonly Lanes v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public Float64x4(Lanes value) => v = value;

    /// <summary>The vector.</summary>
    public Lanes Value { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => 4; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => true; }

    /// <inheritdoc/>
    public static Float64x4 Zero { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float64x4>(Lanes.Zero); }

    /// <inheritdoc/>
    public static Float64x4 One { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float64x4>(Lanes.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Constant(double value) => BitCast<Lanes, Float64x4>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Constant(double inSingle, double inDouble) =>
        BitCast<Lanes, Float64x4>(Vector256.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Broadcast(double value) => BitCast<Lanes, Float64x4>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Load(ref readonly double source, int offset) =>
        BitCast<Lanes, Float64x4>(Vector256.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static void Store(Float64x4 value, ref double destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 operator +(Float64x4 a, Float64x4 b) => BitCast<Lanes, Float64x4>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 operator -(Float64x4 a, Float64x4 b) => BitCast<Lanes, Float64x4>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 operator *(Float64x4 a, Float64x4 b) => BitCast<Lanes, Float64x4>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 operator /(Float64x4 a, Float64x4 b) => BitCast<Lanes, Float64x4>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 operator -(Float64x4 a) => BitCast<Lanes, Float64x4>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 MultiplyAdd(Float64x4 a, Float64x4 b, Float64x4 c)
    {
        // Simd.HasFusedMultiplyAdd, written out: the JIT drops the other line before it inlines, not after.
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float64x4>(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));
        return BitCast<Lanes, Float64x4>(a.v * b.v + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 MultiplyAdd(Float64x4 a, ref readonly double source, int offset, Float64x4 c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float64x4>(Vector256.FusedMultiplyAdd(a.v, Vector256.LoadUnsafe(in source, (nuint)offset), c.v));
        return BitCast<Lanes, Float64x4>(a.v * Vector256.LoadUnsafe(in source, (nuint)offset) + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Max(Float64x4 a, Float64x4 b) => BitCast<Lanes, Float64x4>(Vector256.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Min(Float64x4 a, Float64x4 b) => BitCast<Lanes, Float64x4>(Vector256.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 AtLeast(Float64x4 a, Float64x4 bound) => Avx.IsSupported
        ? BitCast<Lanes, Float64x4>(Avx.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : WhereGreater(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 AtMost(Float64x4 a, Float64x4 bound) => Avx.IsSupported
        ? BitCast<Lanes, Float64x4>(Avx.Min(bound.v, a.v))
        : WhereGreater(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Abs(Float64x4 a) => BitCast<Lanes, Float64x4>(Vector256.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Sqrt(Float64x4 a) => BitCast<Lanes, Float64x4>(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 CopySign(Float64x4 magnitude, Float64x4 sign) =>
        BitCast<Lanes, Float64x4>(Vector256.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 Round(Float64x4 a) => BitCast<Lanes, Float64x4>(Vector256.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 PowerOfTwo(Float64x4 a, Float64x4 factor, out Float64x4 n)
    {
        // The sum is so large that it has no room for fractions: its lowest bits are n, biased. The shift makes them the exponent.
        Float64x4 bias = BitCast<Lanes, Float64x4>(Vector256.Create(Float64Bits.ExponentOfPower)), biased = MultiplyAdd(a, factor, bias);
        n = biased - bias;
        return BitCast<Lanes, Float64x4>((biased.v.AsUInt64() << Float64Bits.MantissaBits).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 SplitExponent(Float64x4 a, out Float64x4 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2⁵² they are a number again.
        Vector256<ulong> octaves = a.v.AsUInt64() + Vector256.Create(Float64Bits.One - Float64Bits.RootOfHalf);
        Lanes biased = (octaves >>> Float64Bits.MantissaBits | Vector256.Create(Float64Bits.Integer)).AsDouble();
        exponent = BitCast<Lanes, Float64x4>(biased - Vector256.Create(Float64Bits.IntegerBias));
        Vector256<ulong> mantissa = octaves & Vector256.Create(Float64Bits.MantissaMask);
        return BitCast<Lanes, Float64x4>((mantissa + Vector256.Create(Float64Bits.RootOfHalf)).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 WhereGreater(Float64x4 a, Float64x4 b, Float64x4 whenTrue, Float64x4 whenFalse) =>
        BitCast<Lanes, Float64x4>(Vector256.ConditionalSelect(Vector256.GreaterThan(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x4 WhereEqual(Float64x4 a, Float64x4 b, Float64x4 whenTrue, Float64x4 whenFalse) =>
        BitCast<Lanes, Float64x4>(Vector256.ConditionalSelect(Vector256.Equals(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static bool AnyGreater(Float64x4 a, Float64x4 b) => Vector256.GreaterThanAny(a.v, b.v);
}
