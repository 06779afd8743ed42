using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace NetGen;

/// <summary>Eight lanes of <see cref="double"/>: <see cref="Vector512{T}"/> as the kernels see it.</summary>
public readonly struct Float64x8 : ISimd<Float64x8, double>, IDoublePrecision
{
    // The members wrap their results by BitCast, not by the constructor: that would be one more call to inline in each, and
    // the JIT stops inlining at about 500 locals per method, which bounds the size of kernels.
    private readonly Lanes v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public Float64x8(Lanes value) => v = value;

    /// <summary>The vector.</summary>
    public Lanes Value { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => 8; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => true; }

    /// <inheritdoc/>
    public static Float64x8 Zero { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float64x8>(Lanes.Zero); }

    /// <inheritdoc/>
    public static Float64x8 One { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float64x8>(Lanes.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Constant(double value) => BitCast<Lanes, Float64x8>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Constant(double inSingle, double inDouble) =>
        BitCast<Lanes, Float64x8>(Vector512.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Broadcast(double value) => BitCast<Lanes, Float64x8>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Load(ref readonly double source, int offset) =>
        BitCast<Lanes, Float64x8>(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static void Store(Float64x8 value, ref double destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 operator +(Float64x8 a, Float64x8 b) => BitCast<Lanes, Float64x8>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 operator -(Float64x8 a, Float64x8 b) => BitCast<Lanes, Float64x8>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 operator *(Float64x8 a, Float64x8 b) => BitCast<Lanes, Float64x8>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 operator /(Float64x8 a, Float64x8 b) => BitCast<Lanes, Float64x8>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 operator -(Float64x8 a) => BitCast<Lanes, Float64x8>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 MultiplyAdd(Float64x8 a, Float64x8 b, Float64x8 c)
    {
        // Simd.HasFusedMultiplyAdd, written out: the JIT drops the other line before it inlines, not after.
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float64x8>(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));
        return BitCast<Lanes, Float64x8>(a.v * b.v + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 MultiplyAdd(Float64x8 a, ref readonly double source, int offset, Float64x8 c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float64x8>(Vector512.FusedMultiplyAdd(a.v, Vector512.LoadUnsafe(in source, (nuint)offset), c.v));
        return BitCast<Lanes, Float64x8>(a.v * Vector512.LoadUnsafe(in source, (nuint)offset) + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Max(Float64x8 a, Float64x8 b) => BitCast<Lanes, Float64x8>(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Min(Float64x8 a, Float64x8 b) => BitCast<Lanes, Float64x8>(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 AtLeast(Float64x8 a, Float64x8 bound) => Avx512F.IsSupported
        ? BitCast<Lanes, Float64x8>(Avx512F.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : WhereGreater(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 AtMost(Float64x8 a, Float64x8 bound) => Avx512F.IsSupported
        ? BitCast<Lanes, Float64x8>(Avx512F.Min(bound.v, a.v))
        : WhereGreater(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Abs(Float64x8 a) => BitCast<Lanes, Float64x8>(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Sqrt(Float64x8 a) => BitCast<Lanes, Float64x8>(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 CopySign(Float64x8 magnitude, Float64x8 sign) =>
        BitCast<Lanes, Float64x8>(Vector512.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 Round(Float64x8 a) => BitCast<Lanes, Float64x8>(Vector512.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 PowerOfTwo(Float64x8 a, Float64x8 factor, out Float64x8 n)
    {
        // The sum is so large that it has no room for fractions: its lowest bits are n, biased. The shift makes them the exponent.
        Float64x8 bias = BitCast<Lanes, Float64x8>(Vector512.Create(Float64Bits.ExponentOfPower)), biased = MultiplyAdd(a, factor, bias);
        n = biased - bias;
        return BitCast<Lanes, Float64x8>((biased.v.AsUInt64() << Float64Bits.MantissaBits).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 SplitExponent(Float64x8 a, out Float64x8 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2⁵² they are a number again.
        Vector512<ulong> octaves = a.v.AsUInt64() + Vector512.Create(Float64Bits.One - Float64Bits.RootOfHalf);
        Lanes biased = (octaves >>> Float64Bits.MantissaBits | Vector512.Create(Float64Bits.Integer)).AsDouble();
        exponent = BitCast<Lanes, Float64x8>(biased - Vector512.Create(Float64Bits.IntegerBias));
        Vector512<ulong> mantissa = octaves & Vector512.Create(Float64Bits.MantissaMask);
        return BitCast<Lanes, Float64x8>((mantissa + Vector512.Create(Float64Bits.RootOfHalf)).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 WhereGreater(Float64x8 a, Float64x8 b, Float64x8 whenTrue, Float64x8 whenFalse) =>
        BitCast<Lanes, Float64x8>(Vector512.ConditionalSelect(Vector512.GreaterThan(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float64x8 WhereEqual(Float64x8 a, Float64x8 b, Float64x8 whenTrue, Float64x8 whenFalse) =>
        BitCast<Lanes, Float64x8>(Vector512.ConditionalSelect(Vector512.Equals(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static bool AnyGreater(Float64x8 a, Float64x8 b) => Vector512.GreaterThanAny(a.v, b.v);
}
