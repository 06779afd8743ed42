using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace NetGen;

/// <summary>Sixteen lanes of <see cref="float"/>: <see cref="Vector512{T}"/> as the kernels see it.</summary>
public readonly struct Float32x16 : ISimd<Float32x16, float>
{
    private readonly Vector512<float> v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining)]
    public Float32x16(Vector512<float> value) => v = value;

    /// <summary>The vector.</summary>
    public Vector512<float> Value { [MethodImpl(AggressiveInlining)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining)] get => 16; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining)] get => false; }

    /// <inheritdoc/>
    public static Float32x16 Zero { [MethodImpl(AggressiveInlining)] get => new(Vector512<float>.Zero); }

    /// <inheritdoc/>
    public static Float32x16 One { [MethodImpl(AggressiveInlining)] get => new(Vector512<float>.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Constant(double value) => new(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Constant(double inSingle, double inDouble) => new(Vector512.Create((float)inSingle));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Broadcast(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Load(ref readonly float source, int offset) =>
        new(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(Float32x16 value, ref float destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator +(Float32x16 a, Float32x16 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator -(Float32x16 a, Float32x16 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator *(Float32x16 a, Float32x16 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator /(Float32x16 a, Float32x16 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 operator -(Float32x16 a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 MultiplyAdd(Float32x16 a, Float32x16 b, Float32x16 c) => Simd.HasFusedMultiplyAdd
        ? new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v))
        : new(a.v * b.v + c.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Max(Float32x16 a, Float32x16 b) => new(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Min(Float32x16 a, Float32x16 b) => new(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 AtLeast(Float32x16 a, Float32x16 bound) => Avx512F.IsSupported
        ? new(Avx512F.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : Select(GreaterThan(bound, a), bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 AtMost(Float32x16 a, Float32x16 bound) => Avx512F.IsSupported
        ? new(Avx512F.Min(bound.v, a.v))
        : Select(GreaterThan(a, bound), bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Abs(Float32x16 a) => new(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Sqrt(Float32x16 a) => new(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 CopySign(Float32x16 magnitude, Float32x16 sign) =>
        new(Vector512.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Round(Float32x16 a) => new(Vector512.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 ScaleByPowerOfTwo(Float32x16 a, Float32x16 n)
    {
        // The sum has n, biased, in its lowest bits; the shift makes it the exponent.
        Vector512<float> biased = n.v + Vector512.Create(Float32Bits.ExponentOfPower);
        return new(a.v * (biased.AsUInt32() << Float32Bits.MantissaBits).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 SplitExponent(Float32x16 a, out Float32x16 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2²³ they are a number again.
        Vector512<uint> octaves = a.v.AsUInt32() + Vector512.Create(Float32Bits.One - Float32Bits.RootOfHalf);
        Vector512<float> biased = (octaves >>> Float32Bits.MantissaBits | Vector512.Create(Float32Bits.Integer)).AsSingle();
        exponent = new(biased - Vector512.Create(Float32Bits.IntegerBias));
        Vector512<uint> mantissa = octaves & Vector512.Create(Float32Bits.MantissaMask);
        return new((mantissa + Vector512.Create(Float32Bits.RootOfHalf)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 GreaterThan(Float32x16 a, Float32x16 b) => new(Vector512.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 GreaterThanOrEqual(Float32x16 a, Float32x16 b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Equal(Float32x16 a, Float32x16 b) => new(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float32x16 Select(Float32x16 mask, Float32x16 whenTrue, Float32x16 whenFalse) =>
        new(Vector512.ConditionalSelect(mask.v, whenTrue.v, whenFalse.v));
}
