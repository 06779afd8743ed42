using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace NetGen;

/// <summary>Two lanes of <see cref="double"/>: <see cref="Vector128{T}"/> as the kernels see it.</summary>
/// <param name="value">The vector.</param>
public readonly struct Float64x2(Vector128<double> value) : ISimd<Float64x2, double>
{
    /// <summary>The vector.</summary>
    public Vector128<double> Value { [MethodImpl(AggressiveInlining)] get; } = value;

    /// <inheritdoc/>
    public static int Count { [MethodImpl(AggressiveInlining)] get => 2; }

    /// <inheritdoc/>
    public static bool IsDouble { [MethodImpl(AggressiveInlining)] get => true; }

    /// <inheritdoc/>
    public static Float64x2 Zero { [MethodImpl(AggressiveInlining)] get => new(Vector128<double>.Zero); }

    /// <inheritdoc/>
    public static Float64x2 One { [MethodImpl(AggressiveInlining)] get => new(Vector128<double>.One); }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Constant(double value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Broadcast(double value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Load(ref readonly double source, int offset) =>
        new(Vector128.LoadUnsafe(in source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static void Store(Float64x2 value, ref double destination, int offset) =>
        value.Value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 operator +(Float64x2 a, Float64x2 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 operator -(Float64x2 a, Float64x2 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 operator *(Float64x2 a, Float64x2 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 operator /(Float64x2 a, Float64x2 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 operator -(Float64x2 a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 MultiplyAdd(Float64x2 a, Float64x2 b, Float64x2 c) => Simd.HasFusedMultiplyAdd
        ? new(Vector128.FusedMultiplyAdd(a.Value, b.Value, c.Value))
        : new(a.Value * b.Value + c.Value);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Max(Float64x2 a, Float64x2 b) => new(Vector128.Max(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Min(Float64x2 a, Float64x2 b) => new(Vector128.Min(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Abs(Float64x2 a) => new(Vector128.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Sqrt(Float64x2 a) => new(Vector128.Sqrt(a.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 CopySign(Float64x2 magnitude, Float64x2 sign) =>
        new(Vector128.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Round(Float64x2 a) => new(Vector128.Round(a.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 ScaleByPowerOfTwo(Float64x2 a, Float64x2 n)
    {
        // Adding Float64Bits.ExponentOfPower leaves n, biased, in the lowest bits of the sum; the shift makes it the exponent.
        Vector128<double> biased = n.Value + Vector128.Create(Float64Bits.ExponentOfPower);
        return new(a.Value * (biased.AsUInt64() << Float64Bits.MantissaBits).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 SplitExponent(Float64x2 a, out Float64x2 exponent)
    {
        // Seen from √½, the exponent bits count the octaves [√½, √2)·2ᵉ; or-ed into 2⁵² they are a number again.
        Vector128<ulong> octaves = a.Value.AsUInt64() + Vector128.Create(Float64Bits.One - Float64Bits.RootOfHalf);
        Vector128<double> biased = (octaves >>> Float64Bits.MantissaBits | Vector128.Create(Float64Bits.Integer)).AsDouble();
        exponent = new(biased - Vector128.Create(Float64Bits.IntegerBias));
        return new(((octaves & Vector128.Create(Float64Bits.MantissaMask)) + Vector128.Create(Float64Bits.RootOfHalf)).AsDouble());
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 GreaterThan(Float64x2 a, Float64x2 b) => new(Vector128.GreaterThan(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 GreaterThanOrEqual(Float64x2 a, Float64x2 b) => new(Vector128.GreaterThanOrEqual(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Equal(Float64x2 a, Float64x2 b) => new(Vector128.Equals(a.Value, b.Value));

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public static Float64x2 Select(Float64x2 mask, Float64x2 whenTrue, Float64x2 whenFalse) =>
        new(Vector128.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));
}
