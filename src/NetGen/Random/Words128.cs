using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>Four 32-bit words.</summary>
internal readonly struct Words128(Vector128<ulong> value) : IWordVector<Words128>
{
    private readonly Vector128<ulong> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<uint>.Count;
    }

    // One lane is one vector of output, so the order is the natural one.
    public static Words128 BlockNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128.Create(0UL, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Broadcast(ulong value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Add(Words128 a, Words128 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Multiply(Words128 a, Words128 b)
    {
        if (Sse2.IsSupported)
            return new(Sse2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()));
        if (AdvSimd.IsSupported)
        {
            Vector64<uint> x = AdvSimd.ExtractNarrowingLower(a._value), y = AdvSimd.ExtractNarrowingLower(b._value);
            return new(AdvSimd.MultiplyWideningLower(x, y));
        }

        Vector128<ulong> lower = Vector128.Create((ulong)uint.MaxValue);
        return new((a._value & lower) * (b._value & lower));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 UpperHalves(Words128 a) => new(a._value >>> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Xor(Words128 a, Words128 b, Words128 c) => new(a._value ^ b._value ^ c._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Words128 w0, Words128 w1, Words128 w2, Words128 w3, out Words128 first, out Words128 second)
    {
        Vector128<ulong> lower = Vector128.Create((ulong)uint.MaxValue);
        Vector128<ulong> w01 = (w0._value & lower) | (w1._value << 32);
        Vector128<ulong> w23 = (w2._value & lower) | (w3._value << 32);
        first = new(Vector128.Create(w01.GetLower(), w23.GetLower()));
        second = new(Vector128.Create(w01.GetUpper(), w23.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words128 words, ref uint destination, int offset) =>
        words._value.AsUInt32().StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAtLeast(Words128 words, uint threshold, ref float destination, int offset) =>
        AtLeast(words, threshold).StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAtLeast(Words128 words, uint threshold, ref double destination, int offset)
    {
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(AtLeast(words, threshold));
        lower.StoreUnsafe(ref destination, (nuint)offset);
        upper.StoreUnsafe(ref destination, (nuint)(offset + Vector128<double>.Count));
    }

    /// <summary>1 where a word is at least the threshold, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AtLeast(Words128 words, uint threshold) =>
        Vector128.ConditionalSelect(
            Vector128.GreaterThanOrEqual(words._value.AsUInt32(), Vector128.Create(threshold)), Vector128<float>.One.AsUInt32(), Vector128<uint>.Zero).AsSingle();
}
