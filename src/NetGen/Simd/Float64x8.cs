using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace NetGen;

/// <summary>Eight lanes of <see cref="double"/>: <see cref="Vector512{T}"/> as the kernels see it.</summary>
/// <param name="value">The vector.</param>
public readonly struct Float64x8(Vector512<double> value) : ISimd<Float64x8, double>
{
    /// <summary>The vector.</summary>
    public Vector512<double> Value { [MethodImpl(AggressiveInlining)] get; } = value;

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
    public static Float64x8 Broadcast(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Load(ref readonly double source, int offset) =>
        new(Vector512.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(Float64x8 value, ref double destination, int offset) =>
        value.Value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator +(Float64x8 a, Float64x8 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator -(Float64x8 a, Float64x8 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator *(Float64x8 a, Float64x8 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator /(Float64x8 a, Float64x8 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 operator -(Float64x8 a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 MultiplyAdd(Float64x8 a, Float64x8 b, Float64x8 c) => Simd.HasFusedMultiplyAdd
        ? new(Vector512.FusedMultiplyAdd(a.Value, b.Value, c.Value))
        : new(a.Value * b.Value + c.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Max(Float64x8 a, Float64x8 b) => new(Vector512.Max(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Min(Float64x8 a, Float64x8 b) => new(Vector512.Min(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Abs(Float64x8 a) => new(Vector512.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Sqrt(Float64x8 a) => new(Vector512.Sqrt(a.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 CopySign(Float64x8 magnitude, Float64x8 sign) =>
        new(Vector512.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Round(Float64x8 a) => new(Vector512.Round(a.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 ScaleByPowerOfTwo(Float64x8 a, Float64x8 n)
    {
        // Adding Float64Bits.ExponentOfPower leaves n, biased, in the lowest bits of the sum; the shift makes it the exponent.
        Vector512<double> biased = n.Value + Vector512.Create(Float64Bits.ExponentOfPower);
        return new(a.Value * (biased.AsUInt64() << Float64Bits.MantissaBits).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 SplitExponent(Float64x8 a, out Float64x8 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2⁵² they are a number again.
        Vector512<ulong> octaves = a.Value.AsUInt64() + Vector512.Create(Float64Bits.One - Float64Bits.RootOfHalf);
        Vector512<double> biased = (octaves >>> Float64Bits.MantissaBits | Vector512.Create(Float64Bits.Integer)).AsDouble();
        exponent = new(biased - Vector512.Create(Float64Bits.IntegerBias));
        return new(((octaves & Vector512.Create(Float64Bits.MantissaMask)) + Vector512.Create(Float64Bits.RootOfHalf)).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 GreaterThan(Float64x8 a, Float64x8 b) => new(Vector512.GreaterThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 GreaterThanOrEqual(Float64x8 a, Float64x8 b) => new(Vector512.GreaterThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Equal(Float64x8 a, Float64x8 b) => new(Vector512.Equals(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x8 Select(Float64x8 mask, Float64x8 whenTrue, Float64x8 whenFalse) =>
        new(Vector512.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));
}
