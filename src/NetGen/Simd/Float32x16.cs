using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;
using Lanes = System.Runtime.Intrinsics.Vector512<float>;

namespace NetGen;

/// <summary>Sixteen lanes of <see cref="float"/>: <see cref="Vector512{T}"/> as the kernels see it.</summary>
public readonly struct Float32x16 : ISimd<Float32x16, float>
{
    // The members wrap their results by BitCast, not by the constructor: that would be one more call to inline in each, and
    // the JIT stops inlining at about 500 locals per method, which bounds the size of kernels.
    private readonly Lanes v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public Float32x16(Lanes value) => v = value;

    /// <summary>The vector.</summary>
    public Lanes Value { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => 16; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => false; }

    /// <inheritdoc/>
    public static Float32x16 Zero { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float32x16>(Lanes.Zero); }

    /// <inheritdoc/>
    public static Float32x16 One { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float32x16>(Lanes.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Constant(double value) => BitCast<Lanes, Float32x16>(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Constant(double inSingle, double inDouble) =>
        BitCast<Lanes, Float32x16>(Vector512.Create((float)inSingle));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Broadcast(float value) => BitCast<Lanes, Float32x16>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Load(ref readonly float source, int offset) =>
        BitCast<Lanes, Float32x16>(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static void Store(Float32x16 value, ref float destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 operator +(Float32x16 a, Float32x16 b) => BitCast<Lanes, Float32x16>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 operator -(Float32x16 a, Float32x16 b) => BitCast<Lanes, Float32x16>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 operator *(Float32x16 a, Float32x16 b) => BitCast<Lanes, Float32x16>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 operator /(Float32x16 a, Float32x16 b) => BitCast<Lanes, Float32x16>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 operator -(Float32x16 a) => BitCast<Lanes, Float32x16>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 MultiplyAdd(Float32x16 a, Float32x16 b, Float32x16 c)
    {
        // Simd.HasFusedMultiplyAdd, written out: the JIT drops the other line before it inlines, not after.
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float32x16>(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));
        return BitCast<Lanes, Float32x16>(a.v * b.v + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 MultiplyAdd(Float32x16 a, ref readonly float source, int offset, Float32x16 c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float32x16>(Vector512.FusedMultiplyAdd(a.v, Vector512.LoadUnsafe(in source, (nuint)offset), c.v));
        return BitCast<Lanes, Float32x16>(a.v * Vector512.LoadUnsafe(in source, (nuint)offset) + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Max(Float32x16 a, Float32x16 b) => BitCast<Lanes, Float32x16>(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Min(Float32x16 a, Float32x16 b) => BitCast<Lanes, Float32x16>(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 AtLeast(Float32x16 a, Float32x16 bound) => Avx512F.IsSupported
        ? BitCast<Lanes, Float32x16>(Avx512F.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : WhereGreater(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 AtMost(Float32x16 a, Float32x16 bound) => Avx512F.IsSupported
        ? BitCast<Lanes, Float32x16>(Avx512F.Min(bound.v, a.v))
        : WhereGreater(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Abs(Float32x16 a) => BitCast<Lanes, Float32x16>(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Sqrt(Float32x16 a) => BitCast<Lanes, Float32x16>(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 CopySign(Float32x16 magnitude, Float32x16 sign) =>
        BitCast<Lanes, Float32x16>(Vector512.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 Round(Float32x16 a) => BitCast<Lanes, Float32x16>(Vector512.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 PowerOfTwo(Float32x16 a, Float32x16 factor, out Float32x16 n)
    {
        // The sum is so large that it has no room for fractions: its lowest bits are n, biased. The shift makes them the exponent.
        Float32x16 bias = BitCast<Lanes, Float32x16>(Vector512.Create(Float32Bits.ExponentOfPower)), biased = MultiplyAdd(a, factor, bias);
        n = biased - bias;
        return BitCast<Lanes, Float32x16>((biased.v.AsUInt32() << Float32Bits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 SplitExponent(Float32x16 a, out Float32x16 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2²³ they are a number again.
        Vector512<uint> octaves = a.v.AsUInt32() + Vector512.Create(Float32Bits.One - Float32Bits.RootOfHalf);
        Lanes biased = (octaves >>> Float32Bits.MantissaBits | Vector512.Create(Float32Bits.Integer)).AsSingle();
        exponent = BitCast<Lanes, Float32x16>(biased - Vector512.Create(Float32Bits.IntegerBias));
        Vector512<uint> mantissa = octaves & Vector512.Create(Float32Bits.MantissaMask);
        return BitCast<Lanes, Float32x16>((mantissa + Vector512.Create(Float32Bits.RootOfHalf)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 WhereGreater(Float32x16 a, Float32x16 b, Float32x16 whenTrue, Float32x16 whenFalse) =>
        BitCast<Lanes, Float32x16>(Vector512.ConditionalSelect(Vector512.GreaterThan(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x16 WhereEqual(Float32x16 a, Float32x16 b, Float32x16 whenTrue, Float32x16 whenFalse) =>
        BitCast<Lanes, Float32x16>(Vector512.ConditionalSelect(Vector512.Equals(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static bool AnyGreater(Float32x16 a, Float32x16 b) => Vector512.GreaterThanAny(a.v, b.v);
}
