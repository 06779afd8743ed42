using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>
/// Turns tiles of 16 by 16 elements of four bytes: lines of 64 bytes are read and written as a whole, each once, whatever the
/// distance of rows. Elements are moved, not computed with: every width of vectors gives the same bytes.
/// </summary>
internal static class TransposeTile
{
    /// <summary>Rows and columns.</summary>
    public const int Side = 16;

    /// <summary>
    /// destination[c][r] = source[r][c]. Rows are interleaved with the rows half the tile further on, as cards are when they are
    /// shuffled: as often as the side is twice 1, and rows have become columns. It is written out so that all rows stay in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(ref readonly uint source, int sourceStride, ref uint destination, int destinationStride)
    {
        if (!Avx512F.IsSupported)
        {
            TurnByFours(in source, sourceStride, ref destination, destinationStride);
            return;
        }

        Vector512<uint> low = LowHalves, high = low + Vector512.Create(8u);

        Vector512<uint> a0 = Vector512.LoadUnsafe(in source);
        Vector512<uint> a1 = Vector512.LoadUnsafe(in source, (nuint)sourceStride);
        Vector512<uint> a2 = Vector512.LoadUnsafe(in source, (nuint)(2 * sourceStride));
        Vector512<uint> a3 = Vector512.LoadUnsafe(in source, (nuint)(3 * sourceStride));
        Vector512<uint> a4 = Vector512.LoadUnsafe(in source, (nuint)(4 * sourceStride));
        Vector512<uint> a5 = Vector512.LoadUnsafe(in source, (nuint)(5 * sourceStride));
        Vector512<uint> a6 = Vector512.LoadUnsafe(in source, (nuint)(6 * sourceStride));
        Vector512<uint> a7 = Vector512.LoadUnsafe(in source, (nuint)(7 * sourceStride));
        Vector512<uint> a8 = Vector512.LoadUnsafe(in source, (nuint)(8 * sourceStride));
        Vector512<uint> a9 = Vector512.LoadUnsafe(in source, (nuint)(9 * sourceStride));
        Vector512<uint> a10 = Vector512.LoadUnsafe(in source, (nuint)(10 * sourceStride));
        Vector512<uint> a11 = Vector512.LoadUnsafe(in source, (nuint)(11 * sourceStride));
        Vector512<uint> a12 = Vector512.LoadUnsafe(in source, (nuint)(12 * sourceStride));
        Vector512<uint> a13 = Vector512.LoadUnsafe(in source, (nuint)(13 * sourceStride));
        Vector512<uint> a14 = Vector512.LoadUnsafe(in source, (nuint)(14 * sourceStride));
        Vector512<uint> a15 = Vector512.LoadUnsafe(in source, (nuint)(15 * sourceStride));

        Vector512<uint> b0 = Zip(a0, low, a8), b1 = Zip(a0, high, a8);
        Vector512<uint> b2 = Zip(a1, low, a9), b3 = Zip(a1, high, a9);
        Vector512<uint> b4 = Zip(a2, low, a10), b5 = Zip(a2, high, a10);
        Vector512<uint> b6 = Zip(a3, low, a11), b7 = Zip(a3, high, a11);
        Vector512<uint> b8 = Zip(a4, low, a12), b9 = Zip(a4, high, a12);
        Vector512<uint> b10 = Zip(a5, low, a13), b11 = Zip(a5, high, a13);
        Vector512<uint> b12 = Zip(a6, low, a14), b13 = Zip(a6, high, a14);
        Vector512<uint> b14 = Zip(a7, low, a15), b15 = Zip(a7, high, a15);

        Vector512<uint> c0 = Zip(b0, low, b8), c1 = Zip(b0, high, b8);
        Vector512<uint> c2 = Zip(b1, low, b9), c3 = Zip(b1, high, b9);
        Vector512<uint> c4 = Zip(b2, low, b10), c5 = Zip(b2, high, b10);
        Vector512<uint> c6 = Zip(b3, low, b11), c7 = Zip(b3, high, b11);
        Vector512<uint> c8 = Zip(b4, low, b12), c9 = Zip(b4, high, b12);
        Vector512<uint> c10 = Zip(b5, low, b13), c11 = Zip(b5, high, b13);
        Vector512<uint> c12 = Zip(b6, low, b14), c13 = Zip(b6, high, b14);
        Vector512<uint> c14 = Zip(b7, low, b15), c15 = Zip(b7, high, b15);

        Vector512<uint> d0 = Zip(c0, low, c8), d1 = Zip(c0, high, c8);
        Vector512<uint> d2 = Zip(c1, low, c9), d3 = Zip(c1, high, c9);
        Vector512<uint> d4 = Zip(c2, low, c10), d5 = Zip(c2, high, c10);
        Vector512<uint> d6 = Zip(c3, low, c11), d7 = Zip(c3, high, c11);
        Vector512<uint> d8 = Zip(c4, low, c12), d9 = Zip(c4, high, c12);
        Vector512<uint> d10 = Zip(c5, low, c13), d11 = Zip(c5, high, c13);
        Vector512<uint> d12 = Zip(c6, low, c14), d13 = Zip(c6, high, c14);
        Vector512<uint> d14 = Zip(c7, low, c15), d15 = Zip(c7, high, c15);

        Vector512<uint> e0 = Zip(d0, low, d8), e1 = Zip(d0, high, d8);
        Vector512<uint> e2 = Zip(d1, low, d9), e3 = Zip(d1, high, d9);
        Vector512<uint> e4 = Zip(d2, low, d10), e5 = Zip(d2, high, d10);
        Vector512<uint> e6 = Zip(d3, low, d11), e7 = Zip(d3, high, d11);
        Vector512<uint> e8 = Zip(d4, low, d12), e9 = Zip(d4, high, d12);
        Vector512<uint> e10 = Zip(d5, low, d13), e11 = Zip(d5, high, d13);
        Vector512<uint> e12 = Zip(d6, low, d14), e13 = Zip(d6, high, d14);
        Vector512<uint> e14 = Zip(d7, low, d15), e15 = Zip(d7, high, d15);

        e0.StoreUnsafe(ref destination);
        e1.StoreUnsafe(ref destination, (nuint)destinationStride);
        e2.StoreUnsafe(ref destination, (nuint)(2 * destinationStride));
        e3.StoreUnsafe(ref destination, (nuint)(3 * destinationStride));
        e4.StoreUnsafe(ref destination, (nuint)(4 * destinationStride));
        e5.StoreUnsafe(ref destination, (nuint)(5 * destinationStride));
        e6.StoreUnsafe(ref destination, (nuint)(6 * destinationStride));
        e7.StoreUnsafe(ref destination, (nuint)(7 * destinationStride));
        e8.StoreUnsafe(ref destination, (nuint)(8 * destinationStride));
        e9.StoreUnsafe(ref destination, (nuint)(9 * destinationStride));
        e10.StoreUnsafe(ref destination, (nuint)(10 * destinationStride));
        e11.StoreUnsafe(ref destination, (nuint)(11 * destinationStride));
        e12.StoreUnsafe(ref destination, (nuint)(12 * destinationStride));
        e13.StoreUnsafe(ref destination, (nuint)(13 * destinationStride));
        e14.StoreUnsafe(ref destination, (nuint)(14 * destinationStride));
        e15.StoreUnsafe(ref destination, (nuint)(15 * destinationStride));
    }

    /// <summary>Sixteen rows of four, one after another, become four of sixteen: twice what is at even places is parted from what is at odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnQuads(ref readonly uint source, ref uint destination, int destinationStride)
    {
        Vector512<uint> even = Vector512<uint>.Indices * 2u, odd = even + Vector512<uint>.One;
        Vector512<uint> a0 = Vector512.LoadUnsafe(in source), a1 = Vector512.LoadUnsafe(in source, Side);
        Vector512<uint> a2 = Vector512.LoadUnsafe(in source, 2 * Side), a3 = Vector512.LoadUnsafe(in source, 3 * Side);
        Vector512<uint> b0 = Avx512F.PermuteVar16x32x2(a0, even, a1), b1 = Avx512F.PermuteVar16x32x2(a0, odd, a1);
        Vector512<uint> b2 = Avx512F.PermuteVar16x32x2(a2, even, a3), b3 = Avx512F.PermuteVar16x32x2(a2, odd, a3);
        Avx512F.PermuteVar16x32x2(b0, even, b2).StoreUnsafe(ref destination);
        Avx512F.PermuteVar16x32x2(b1, even, b3).StoreUnsafe(ref destination, (nuint)destinationStride);
        Avx512F.PermuteVar16x32x2(b0, odd, b2).StoreUnsafe(ref destination, (nuint)(2 * destinationStride));
        Avx512F.PermuteVar16x32x2(b1, odd, b3).StoreUnsafe(ref destination, (nuint)(3 * destinationStride));
    }

    /// <summary>Four rows of sixteen become sixteen of four, one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TurnToQuads(ref readonly uint source, int sourceStride, ref uint destination)
    {
        Vector512<uint> low = LowHalves, high = low + Vector512.Create(8u);
        Vector512<uint> a0 = Vector512.LoadUnsafe(in source), a1 = Vector512.LoadUnsafe(in source, (nuint)sourceStride);
        Vector512<uint> a2 = Vector512.LoadUnsafe(in source, (nuint)(2 * sourceStride)), a3 = Vector512.LoadUnsafe(in source, (nuint)(3 * sourceStride));
        Vector512<uint> b0 = Zip(a0, low, a2), b1 = Zip(a0, high, a2), b2 = Zip(a1, low, a3), b3 = Zip(a1, high, a3);
        Zip(b0, low, b2).StoreUnsafe(ref destination);
        Zip(b0, high, b2).StoreUnsafe(ref destination, Side);
        Zip(b1, low, b3).StoreUnsafe(ref destination, 2 * Side);
        Zip(b1, high, b3).StoreUnsafe(ref destination, 3 * Side);
    }

    /// <summary>Where the elements of the lower halves of two rows stand in them, in turn.</summary>
    private static Vector512<uint> LowHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Zip(Vector512<uint> a, Vector512<uint> half, Vector512<uint> b) => Avx512F.PermuteVar16x32x2(a, half, b);

    /// <summary>The same by tiles of 4 by 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TurnByFours(ref readonly uint source, int sourceStride, ref uint destination, int destinationStride)
    {
        for (int c = 0; c < Side; c += 4)
        {
            for (int r = 0; r < Side; r += 4)
            {
                TurnFour(ref Unsafe.Add(ref Unsafe.AsRef(in source), (r * sourceStride) + c), sourceStride, ref Unsafe.Add(ref destination, (c * destinationStride) + r), destinationStride);
            }
        }
    }

    /// <summary>A tile of 4 by 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void TurnFour(ref uint source, int sourceStride, ref uint destination, int destinationStride)
    {
        Vector128<uint> row0 = Vector128.LoadUnsafe(ref source), row1 = Vector128.LoadUnsafe(ref source, (nuint)sourceStride);
        Vector128<uint> row2 = Vector128.LoadUnsafe(ref source, (nuint)(2 * sourceStride)), row3 = Vector128.LoadUnsafe(ref source, (nuint)(3 * sourceStride));
        Vector128<uint> even0 = ZipLow(row0, row2), even1 = ZipHigh(row0, row2), odd0 = ZipLow(row1, row3), odd1 = ZipHigh(row1, row3);
        ZipLow(even0, odd0).StoreUnsafe(ref destination);
        ZipHigh(even0, odd0).StoreUnsafe(ref destination, (nuint)destinationStride);
        ZipLow(even1, odd1).StoreUnsafe(ref destination, (nuint)(2 * destinationStride));
        ZipHigh(even1, odd1).StoreUnsafe(ref destination, (nuint)(3 * destinationStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipLow(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipHigh(Vector128<uint> a, Vector128<uint> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
