using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>Eight 32-bit words.</summary>
internal readonly struct Words256(Vector256<ulong> value) : IWordVector<Words256>
{
    private readonly Vector256<ulong> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<uint>.Count;
    }

    // Unpacking takes even and odd lanes apart: the even ones hold blocks 0 and 1.
    public static Words256 BlockNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256.Create(0UL, 2, 1, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Broadcast(ulong value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Add(Words256 a, Words256 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Multiply(Words256 a, Words256 b) =>
        new(Avx2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 UpperHalves(Words256 a) => new(a._value >>> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Xor(Words256 a, Words256 b, Words256 c) => new(a._value ^ b._value ^ c._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Words256 w0, Words256 w1, Words256 w2, Words256 w3, out Words256 first, out Words256 second)
    {
        Vector256<ulong> lower = Vector256.Create((ulong)uint.MaxValue);
        Vector256<ulong> w01 = (w0._value & lower) | (w1._value << 32);
        Vector256<ulong> w23 = (w2._value & lower) | (w3._value << 32);
        first = new(Avx2.UnpackLow(w01, w23));
        second = new(Avx2.UnpackHigh(w01, w23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words256 words, ref uint destination, int offset) =>
        words._value.AsUInt32().StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAtLeast(Words256 words, uint threshold, ref float destination, int offset) =>
        AtLeast(words, threshold).StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAtLeast(Words256 words, uint threshold, ref double destination, int offset)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(AtLeast(words, threshold));
        lower.StoreUnsafe(ref destination, (nuint)offset);
        upper.StoreUnsafe(ref destination, (nuint)(offset + Vector256<double>.Count));
    }

    /// <summary>1 where a word is at least the threshold, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AtLeast(Words256 words, uint threshold) =>
        Vector256.ConditionalSelect(
            Vector256.GreaterThanOrEqual(words._value.AsUInt32(), Vector256.Create(threshold)), Vector256<float>.One.AsUInt32(), Vector256<uint>.Zero).AsSingle();
}
