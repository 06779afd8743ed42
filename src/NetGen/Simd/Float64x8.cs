using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace NetGen;

/// <summary>Eight lanes of <see cref="double"/>: <see cref="Vector512{T}"/> as the kernels see it.</summary>
public readonly struct Float64x8 : ISimd<Float64x8, double>, IDoublePrecision
{
    private readonly Vector512<double> v;

    /// <summary>Wraps a vector.</summary>
    [MethodImpl(AggressiveInlining)]
    public Float64x8(Vector512<double> value) => v = value;

    /// <summary>The vector.</summary>
    public Vector512<double> Value { [MethodImpl(AggressiveInlining)] get => v; }

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining)] get => 8; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining)] get => true; }

    /// <inheritdoc/>
    public static Float64x8 Zero { [MethodImpl(AggressiveInlining)] get => new(Vector512<double>.Zero); }

    /// <inheritdoc/>
    public static Float64x8 One { [MethodImpl(AggressiveInlining)] get => new(Vector512<double>.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Constant(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Constant(double inSingle, double inDouble) => new(Vector512.Create(inDouble));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Broadcast(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Load(ref readonly double source, int offset) =>
        new(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(Float64x8 value, ref double destination, int offset) =>
        value.v.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator +(Float64x8 a, Float64x8 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator -(Float64x8 a, Float64x8 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator *(Float64x8 a, Float64x8 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator /(Float64x8 a, Float64x8 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator -(Float64x8 a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 MultiplyAdd(Float64x8 a, Float64x8 b, Float64x8 c) => Simd.HasFusedMultiplyAdd
        ? new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v))
        : new(a.v * b.v + c.v);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Max(Float64x8 a, Float64x8 b) => new(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Min(Float64x8 a, Float64x8 b) => new(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 AtLeast(Float64x8 a, Float64x8 bound) => Avx512F.IsSupported
        ? new(Avx512F.Max(bound.v, a.v)) // the second operand unless the first is larger, NaN or not
        : Select(GreaterThan(bound, a), bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 AtMost(Float64x8 a, Float64x8 bound) => Avx512F.IsSupported
        ? new(Avx512F.Min(bound.v, a.v))
        : Select(GreaterThan(a, bound), bound, a);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Abs(Float64x8 a) => new(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Sqrt(Float64x8 a) => new(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 CopySign(Float64x8 magnitude, Float64x8 sign) =>
        new(Vector512.CopySign(magnitude.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Round(Float64x8 a) => new(Vector512.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 ScaleByPowerOfTwo(Float64x8 a, Float64x8 n)
    {
        // The sum has n, biased, in its lowest bits; the shift makes it the exponent.
        Vector512<double> biased = n.v + Vector512.Create(Float64Bits.ExponentOfPower);
        return new(a.v * (biased.AsUInt64() << Float64Bits.MantissaBits).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 SplitExponent(Float64x8 a, out Float64x8 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2⁵² they are a number again.
        Vector512<ulong> octaves = a.v.AsUInt64() + Vector512.Create(Float64Bits.One - Float64Bits.RootOfHalf);
        Vector512<double> biased = (octaves >>> Float64Bits.MantissaBits | Vector512.Create(Float64Bits.Integer)).AsDouble();
        exponent = new(biased - Vector512.Create(Float64Bits.IntegerBias));
        Vector512<ulong> mantissa = octaves & Vector512.Create(Float64Bits.MantissaMask);
        return new((mantissa + Vector512.Create(Float64Bits.RootOfHalf)).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 GreaterThan(Float64x8 a, Float64x8 b) => new(Vector512.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 GreaterThanOrEqual(Float64x8 a, Float64x8 b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Equal(Float64x8 a, Float64x8 b) => new(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Select(Float64x8 mask, Float64x8 whenTrue, Float64x8 whenFalse) =>
        new(Vector512.ConditionalSelect(mask.v, whenTrue.v, whenFalse.v));
}
