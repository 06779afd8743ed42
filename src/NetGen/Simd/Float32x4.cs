using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static System.Runtime.CompilerServices.Unsafe;
using Lanes = System.Runtime.Intrinsics.Vector128<float>;

namespace NetGen;

/// <summary>Four lanes of <see cref="float"/>: <see cref="Vector128{T}"/> as the kernels see it.</summary>
public readonly struct Float32x4 : ISimd<Float32x4, float>
{
    // The members wrap their results by BitCast, not by the constructor: that would be one more call to inline in each, and
    // the JIT stops inlining at about 500 locals per method, which bounds the size of kernels.
    private readonly Lanes v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public Float32x4(Lanes value) => v = value;

    /// <summary>The vector.</summary>
    public Lanes Value { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => 4; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => false; }

    /// <inheritdoc/>
    public static Float32x4 Zero { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float32x4>(Lanes.Zero); }

    /// <inheritdoc/>
    public static Float32x4 One { [MethodImpl(AggressiveInlining | AggressiveOptimization)] get => BitCast<Lanes, Float32x4>(Lanes.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Constant(double value) => BitCast<Lanes, Float32x4>(Vector128.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Constant(double inSingle, double inDouble) =>
        BitCast<Lanes, Float32x4>(Vector128.Create((float)inSingle));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Broadcast(float value) => BitCast<Lanes, Float32x4>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Load(ref readonly float source, int offset) =>
        BitCast<Lanes, Float32x4>(Vector128.LoadUnsafe(in source, (nuint)offset));

    /// <summary>One lane: a constant from 0 to 3.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static float Lane(Float32x4 value, int lane) => value.v.GetElement(lane);

    /// <summary>One lane of <paramref name="value"/>, in every lane: a constant from 0 to 3; for others the result is undefined.</summary>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 BroadcastLane(Float32x4 value, int lane) =>
#pragma warning disable CA1857 // constant once inlined
        BitCast<Lanes, Float32x4>(Avx.IsSupported ? Avx.Permute(value.v, (byte)(lane * 0b01_01_01_01)) : Vector128.Create(value.v.GetElement(lane)));
#pragma warning restore CA1857

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static void Store(Float32x4 value, ref float destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 operator +(Float32x4 a, Float32x4 b) => BitCast<Lanes, Float32x4>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 operator -(Float32x4 a, Float32x4 b) => BitCast<Lanes, Float32x4>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 operator *(Float32x4 a, Float32x4 b) => BitCast<Lanes, Float32x4>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 operator /(Float32x4 a, Float32x4 b) => BitCast<Lanes, Float32x4>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 operator -(Float32x4 a) => BitCast<Lanes, Float32x4>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 MultiplyAdd(Float32x4 a, Float32x4 b, Float32x4 c)
    {
        // Simd.HasFusedMultiplyAdd, written out: the JIT drops the other line before it inlines, not after.
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float32x4>(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));
        return BitCast<Lanes, Float32x4>(a.v * b.v + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 MultiplyAdd(Float32x4 a, ref readonly float source, int offset, Float32x4 c)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
            return BitCast<Lanes, Float32x4>(Vector128.FusedMultiplyAdd(a.v, Vector128.LoadUnsafe(in source, (nuint)offset), c.v));
        return BitCast<Lanes, Float32x4>(a.v * Vector128.LoadUnsafe(in source, (nuint)offset) + c.v);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Max(Float32x4 a, Float32x4 b) => BitCast<Lanes, Float32x4>(Vector128.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Min(Float32x4 a, Float32x4 b) => BitCast<Lanes, Float32x4>(Vector128.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 AtLeast(Float32x4 a, Float32x4 bound) => Sse.IsSupported
        ? BitCast<Lanes, Float32x4>(Sse.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : WhereGreater(bound, a, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 AtMost(Float32x4 a, Float32x4 bound) => Sse.IsSupported
        ? BitCast<Lanes, Float32x4>(Sse.Min(bound.v, a.v))
        : WhereGreater(a, bound, bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Abs(Float32x4 a) => BitCast<Lanes, Float32x4>(Vector128.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Sqrt(Float32x4 a) => BitCast<Lanes, Float32x4>(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 CopySign(Float32x4 magnitude, Float32x4 sign) =>
        BitCast<Lanes, Float32x4>(Vector128.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 Round(Float32x4 a) => BitCast<Lanes, Float32x4>(Vector128.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 PowerOfTwo(Float32x4 a, Float32x4 factor, out Float32x4 n)
    {
        // The sum is so large that it has no room for fractions: its lowest bits are n, biased. The shift makes them the exponent.
        Float32x4 bias = BitCast<Lanes, Float32x4>(Vector128.Create(Float32Bits.ExponentOfPower)), biased = MultiplyAdd(a, factor, bias);
        n = biased - bias;
        return BitCast<Lanes, Float32x4>((biased.v.AsUInt32() << Float32Bits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 SplitExponent(Float32x4 a, out Float32x4 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2²³ they are a number again.
        Vector128<uint> octaves = a.v.AsUInt32() + Vector128.Create(Float32Bits.One - Float32Bits.RootOfHalf);
        Lanes biased = (octaves >>> Float32Bits.MantissaBits | Vector128.Create(Float32Bits.Integer)).AsSingle();
        exponent = BitCast<Lanes, Float32x4>(biased - Vector128.Create(Float32Bits.IntegerBias));
        Vector128<uint> mantissa = octaves & Vector128.Create(Float32Bits.MantissaMask);
        return BitCast<Lanes, Float32x4>((mantissa + Vector128.Create(Float32Bits.RootOfHalf)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 WhereGreater(Float32x4 a, Float32x4 b, Float32x4 whenTrue, Float32x4 whenFalse) =>
        BitCast<Lanes, Float32x4>(Vector128.ConditionalSelect(Vector128.GreaterThan(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static Float32x4 WhereEqual(Float32x4 a, Float32x4 b, Float32x4 whenTrue, Float32x4 whenFalse) =>
        BitCast<Lanes, Float32x4>(Vector128.ConditionalSelect(Vector128.Equals(a.v, b.v), whenTrue.v, whenFalse.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining | AggressiveOptimization)]
    public static bool AnyGreater(Float32x4 a, Float32x4 b) => Vector128.GreaterThanAny(a.v, b.v);
}
