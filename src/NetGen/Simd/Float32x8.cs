using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace NetGen;

/// <summary>Eight lanes of <see cref="float"/>: <see cref="Vector256{T}"/> as the kernels see it.</summary>
public readonly struct Float32x8 : ISimd<Float32x8, float>
{
    // The members wrap their results by BitCast, not by the constructor: that would be one more call to inline in each, and
    // the JIT stops inlining at about 500 locals per method, which bounds the size of kernels.
    private readonly Lanes v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public Float32x8(Lanes value) => v = value;

    /// <summary>The vector.</summary>
    public Lanes Value { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => 8; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => false; }

    /// <inheritdoc/>
    public static Float32x8 Zero { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float32x8>(Lanes.Zero); }

    /// <inheritdoc/>
    public static Float32x8 One { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float32x8>(Lanes.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Constant(double value) => BitCast<Lanes, Float32x8>(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Constant(double inSingle, double inDouble) =>
        BitCast<Lanes, Float32x8>(Vector256.Create((float)inSingle));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Broadcast(float value) => BitCast<Lanes, Float32x8>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Load(ref readonly float source, int offset) =>
        BitCast<Lanes, Float32x8>(Vector256.LoadUnsafe(in source, (nuint)offset));

    /// <summary>One lane of <paramref name="value"/>, in every lane: a constant from 0 to 7; for others the result is undefined.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 BroadcastLane(Float32x8 value, int lane)
    {
        if (!Avx.IsSupported)
            return BitCast<Lanes, Float32x8>(Vector256.Create(value.v.GetElement(lane)));

        // One half in both, which neighbouring lanes share, then one of its four lanes.
#pragma warning disable CA1857 // constant once inlined
        Lanes half = Avx.Permute2x128(value.v, value.v, (byte)(lane < 4 ? 0x00 : 0x11));
        return BitCast<Lanes, Float32x8>(Avx.Permute(half, (byte)(lane % 4 * 0b01_01_01_01)));
#pragma warning restore CA1857
    }

    /// <summary>One lane: a constant from 0 to 7.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static float Lane(Float32x8 value, int lane) => value.v.GetElement(lane);

    /// <summary>Lanes 0 to 3.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Lower(Float32x8 value) => BitCast<Vector128<float>, Float32x4>(value.v.GetLower());

    /// <summary>Lanes 4 to 7.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Upper(Float32x8 value) => BitCast<Vector128<float>, Float32x4>(value.v.GetUpper());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static void Store(Float32x8 value, ref float destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 operator +(Float32x8 a, Float32x8 b) => BitCast<Lanes, Float32x8>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 operator -(Float32x8 a, Float32x8 b) => BitCast<Lanes, Float32x8>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 operator *(Float32x8 a, Float32x8 b) => BitCast<Lanes, Float32x8>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 operator /(Float32x8 a, Float32x8 b) => BitCast<Lanes, Float32x8>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 operator -(Float32x8 a) => BitCast<Lanes, Float32x8>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 MultiplyAdd(Float32x8 a, Float32x8 b, Float32x8 c)
    {
        // Simd.HasFusedMultiplyAdd, written out: the JIT drops the other line before it inlines, not after.
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float32x8>(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));
        return BitCast<Lanes, Float32x8>(a.v * b.v + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 MultiplyAdd(Float32x8 a, ref readonly float source, int offset, Float32x8 c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float32x8>(Vector256.FusedMultiplyAdd(a.v, Vector256.LoadUnsafe(in source, (nuint)offset), c.v));
        return BitCast<Lanes, Float32x8>(a.v * Vector256.LoadUnsafe(in source, (nuint)offset) + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Max(Float32x8 a, Float32x8 b) => BitCast<Lanes, Float32x8>(Vector256.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Min(Float32x8 a, Float32x8 b) => BitCast<Lanes, Float32x8>(Vector256.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 AtLeast(Float32x8 a, Float32x8 bound) => Avx.IsSupported
        ? BitCast<Lanes, Float32x8>(Avx.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : WhereGreater(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 AtMost(Float32x8 a, Float32x8 bound) => Avx.IsSupported
        ? BitCast<Lanes, Float32x8>(Avx.Min(bound.v, a.v))
        : WhereGreater(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Abs(Float32x8 a) => BitCast<Lanes, Float32x8>(Vector256.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Sqrt(Float32x8 a) => BitCast<Lanes, Float32x8>(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 CopySign(Float32x8 magnitude, Float32x8 sign) =>
        BitCast<Lanes, Float32x8>(Vector256.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 Round(Float32x8 a) => BitCast<Lanes, Float32x8>(Vector256.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 PowerOfTwo(Float32x8 a, Float32x8 factor, out Float32x8 n)
    {
        // The sum is so large that it has no room for fractions: its lowest bits are n, biased. The shift makes them the exponent.
        Float32x8 bias = BitCast<Lanes, Float32x8>(Vector256.Create(Float32Bits.ExponentOfPower)), biased = MultiplyAdd(a, factor, bias);
        n = biased - bias;
        return BitCast<Lanes, Float32x8>((biased.v.AsUInt32() << Float32Bits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 SplitExponent(Float32x8 a, out Float32x8 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2²³ they are a number again.
        Vector256<uint> octaves = a.v.AsUInt32() + Vector256.Create(Float32Bits.One - Float32Bits.RootOfHalf);
        Lanes biased = (octaves >>> Float32Bits.MantissaBits | Vector256.Create(Float32Bits.Integer)).AsSingle();
        exponent = BitCast<Lanes, Float32x8>(biased - Vector256.Create(Float32Bits.IntegerBias));
        Vector256<uint> mantissa = octaves & Vector256.Create(Float32Bits.MantissaMask);
        return BitCast<Lanes, Float32x8>((mantissa + Vector256.Create(Float32Bits.RootOfHalf)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 WhereGreater(Float32x8 a, Float32x8 b, Float32x8 whenTrue, Float32x8 whenFalse) =>
        BitCast<Lanes, Float32x8>(Vector256.ConditionalSelect(Vector256.GreaterThan(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x8 WhereEqual(Float32x8 a, Float32x8 b, Float32x8 whenTrue, Float32x8 whenFalse) =>
        BitCast<Lanes, Float32x8>(Vector256.ConditionalSelect(Vector256.Equals(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static bool AnyGreater(Float32x8 a, Float32x8 b) => Vector256.GreaterThanAny(a.v, b.v);
}
