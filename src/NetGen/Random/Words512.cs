using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>Sixteen 32-bit words.</summary>
internal readonly struct Words512(Vector512<ulong> value) : IWordVector<Words512>
{
    private readonly Vector512<ulong> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<uint>.Count;
    }

    // Unpacking takes even and odd lanes apart: the even ones hold blocks 0 to 3.
    public static Words512 BlockNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Broadcast(ulong value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Add(Words512 a, Words512 b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Multiply(Words512 a, Words512 b) =>
        new(Avx512F.Multiply(a._value.AsUInt32(), b._value.AsUInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 UpperHalves(Words512 a) => new(Avx512F.Shuffle(a._value.AsUInt32(), 0b11_11_01_01).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Xor(Words512 a, Words512 b, Words512 c) => new(a._value ^ b._value ^ c._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Words512 w0, Words512 w1, Words512 w2, Words512 w3, out Words512 first, out Words512 second)
    {
        Vector512<ulong> lower = Vector512.Create((ulong)uint.MaxValue);
        Vector512<ulong> w01 = (w0._value & lower) | (w1._value << 32);
        Vector512<ulong> w23 = (w2._value & lower) | (w3._value << 32);
        first = new(Avx512F.UnpackLow(w01, w23));
        second = new(Avx512F.UnpackHigh(w01, w23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words512 words, ref uint destination, int offset) =>
        words._value.AsUInt32().StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAtLeast(Words512 words, uint threshold, ref float destination, int offset) =>
        AtLeast(words, threshold).StoreUnsafe(ref destination, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAtLeast(Words512 words, uint threshold, ref double destination, int offset)
    {
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(AtLeast(words, threshold));
        lower.StoreUnsafe(ref destination, (nuint)offset);
        upper.StoreUnsafe(ref destination, (nuint)(offset + Vector512<double>.Count));
    }

    /// <summary>1 where a word is at least the threshold, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AtLeast(Words512 words, uint threshold) =>
        Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(words._value.AsUInt32(), Vector512.Create(threshold)), Vector512<float>.One.AsUInt32(), Vector512<uint>.Zero).AsSingle();
}
