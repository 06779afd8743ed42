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
    /// shuffled: as often as the side is twice 1, and rows have become columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(ref readonly uint source, int sourceStride, ref uint destination, int destinationStride, Span<Vector512<uint>> a, Span<Vector512<uint>> b)
    {
        if (!Avx512F.IsSupported)
        {
            TurnByFours(in source, sourceStride, ref destination, destinationStride);
            return;
        }

        Vector512<uint> low = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<uint> high = low + Vector512.Create(8u);
        a = a[..Side];
        b = b[..Side];
        for (int i = 0; i < a.Length; i++)
            a[i] = Vector512.LoadUnsafe(in source, (nuint)(i * sourceStride));
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < Side / 2; i++)
            {
                b[2 * i] = Avx512F.PermuteVar16x32x2(a[i], low, a[i + (Side / 2)]);
                b[(2 * i) + 1] = Avx512F.PermuteVar16x32x2(a[i], high, a[i + (Side / 2)]);
            }

            Span<Vector512<uint>> swap = a;
            a = b;
            b = swap;
        }

        for (int i = 0; i < a.Length; i++)
            a[i].StoreUnsafe(ref destination, (nuint)(i * destinationStride));
    }

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
