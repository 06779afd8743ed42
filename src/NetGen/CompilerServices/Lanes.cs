using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.CompilerServices;

/// <summary>
/// Copies between the two layouts of a batch. In rows, one example follows the other. In lanes, as many examples as a vector
/// has lanes lie side by side: element e of example r is at (r / lanes · stride + e) · lanes + r mod lanes, so that a vector
/// holds one element of several examples, and layers over few channels or narrow images waste no lane.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lanes
{
    /// <summary>
    /// Copies <paramref name="rows"/> examples of <paramref name="size"/> elements from rows to lanes. Lanes without an example repeat the last
    /// one, so that what is computed there is as harmless as for a real one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromRows<T>(ref readonly T source, int size, int sourceStride, ref T destination, int stride, int rows, int lanes)
        where T : unmanaged
    {
        for (int first = 0; first < rows; first += lanes)
        {
            ref T to = ref Unsafe.Add(ref destination, first * stride);
            int lane = 0;
            for (; lane <= Math.Min(lanes, rows - first) - 4; lane += 4)
            {
                ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), (first + lane) * sourceStride);
                int e = FourRowsToLanes(ref from, sourceStride, size, ref Unsafe.Add(ref to, lane), lanes);
                for (int row = 0; row < 4; row++)
                {
                    RowToLane(ref Unsafe.Add(ref from, row * sourceStride), e, size, ref Unsafe.Add(ref to, lane + row), lanes);
                }
            }

            for (; lane < lanes; lane++)
            {
                RowToLane(ref Unsafe.Add(ref Unsafe.AsRef(in source), Math.Min(first + lane, rows - 1) * sourceStride), 0, size, ref Unsafe.Add(ref to, lane), lanes);
            }
        }
    }

    /// <summary>Likewise for gradients: lanes without an example get zeros, so that they add nothing to the sum over the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientFromRows<T>(ref readonly T source, int size, int sourceStride, ref T destination, int stride, int rows, int lanes)
        where T : unmanaged
    {
        int whole = rows / lanes * lanes;
        FromRows(in source, size, sourceStride, ref destination, stride, whole, lanes);
        if (whole == rows)
        {
            return;
        }

        ref T rest = ref Unsafe.Add(ref destination, whole * stride);
        MemoryMarshal.CreateSpan(ref rest, size * lanes).Clear();
        for (int lane = 0; lane < rows - whole; lane++)
        {
            RowToLane(ref Unsafe.Add(ref Unsafe.AsRef(in source), (whole + lane) * sourceStride), 0, size, ref Unsafe.Add(ref rest, lane), lanes);
        }
    }

    /// <summary>Copies <paramref name="rows"/> examples of <paramref name="size"/> elements from lanes to rows, with zeros as padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToRows<T>(ref readonly T source, int size, int stride, ref T destination, int destinationStride, int rows, int lanes)
        where T : unmanaged
    {
        for (int r = 0; r < rows;)
        {
            // Four lanes of one block together, as far as there are four.
            int count = r % lanes + 4 <= lanes && r + 4 <= rows ? 4 : 1;
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), r / lanes * lanes * stride + r % lanes);
            int e = count == 4 ? FourLanesToRows(ref from, lanes, size, ref Unsafe.Add(ref destination, r * destinationStride), destinationStride) : 0;
            for (int lane = 0; lane < count; lane++)
            {
                ref T to = ref Unsafe.Add(ref destination, (r + lane) * destinationStride);
                for (int i = e; i < size; i++)
                {
                    Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i * lanes + lane);
                }

                Clear(ref Unsafe.Add(ref to, size), destinationStride - size);
            }

            r += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RowToLane<T>(ref T row, int first, int size, ref T lane, int lanes)
        where T : unmanaged
    {
        for (int e = first; e < size; e++)
        {
            Unsafe.Add(ref lane, e * lanes) = Unsafe.Add(ref row, e);
        }
    }

    /// <summary>Squares of four rows and four elements, transposed in registers.</summary>
    /// <returns>The elements of each row that are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FourRowsToLanes<T>(ref T rows, int rowStride, int size, ref T lane, int lanes)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return 0;
        }

        ref float from = ref Unsafe.As<T, float>(ref rows), to = ref Unsafe.As<T, float>(ref lane);
        int e = 0;
        for (; e <= size - 4; e += 4)
        {
            Transpose(ref Unsafe.Add(ref from, e), rowStride, ref Unsafe.Add(ref to, e * lanes), lanes);
        }

        return e;
    }

    /// <summary>Likewise back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FourLanesToRows<T>(ref T lane, int lanes, int size, ref T rows, int rowStride)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float))
        {
            return 0;
        }

        ref float from = ref Unsafe.As<T, float>(ref lane), to = ref Unsafe.As<T, float>(ref rows);
        int e = 0;
        for (; e <= size - 4; e += 4)
        {
            Transpose(ref Unsafe.Add(ref from, e * lanes), lanes, ref Unsafe.Add(ref to, e), rowStride);
        }

        return e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref float from, int fromStride, ref float to, int toStride)
    {
        Matrix4x4 square = Matrix4x4.Transpose(new Matrix4x4
        {
            X = Vector4.LoadUnsafe(ref from),
            Y = Vector4.LoadUnsafe(ref from, (nuint)fromStride),
            Z = Vector4.LoadUnsafe(ref from, (nuint)(2 * fromStride)),
            W = Vector4.LoadUnsafe(ref from, (nuint)(3 * fromStride)),
        });
        square.X.StoreUnsafe(ref to);
        square.Y.StoreUnsafe(ref to, (nuint)toStride);
        square.Z.StoreUnsafe(ref to, (nuint)(2 * toStride));
        square.W.StoreUnsafe(ref to, (nuint)(3 * toStride));
    }

    /// <summary>
    /// Copies one example from a row, where neighbouring channels and positions have any distances, to channels side by side: channel c of
    /// position p is at p · stride + c. What lies between the channels of one position and of the next stays as it is: it has lanes of its own,
    /// which nobody reads.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToChannelsLast<T>(ref readonly T source, int channels, int channelStride, int positions, int positionStride, ref T destination, int stride)
        where T : unmanaged
    {
        for (int c = 0; c < channels; c++)
        {
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), c * channelStride);
            ref T to = ref Unsafe.Add(ref destination, c);
            for (int p = 0; p < positions; p++)
            {
                Unsafe.Add(ref to, p * stride) = Unsafe.Add(ref from, p * positionStride);
            }
        }
    }

    /// <summary>
    /// Copies one example back to a row: channel c of position p comes to c · channelStride + p · positionStride, and zeros pad the row to a
    /// multiple of four elements.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromChannelsLast<T>(ref readonly T source, int channels, int channelStride, int positions, int positionStride, ref T destination, int stride)
        where T : unmanaged
    {
        for (int c = 0; c < channels; c++)
        {
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), c);
            ref T to = ref Unsafe.Add(ref destination, c * channelStride);
            for (int p = 0; p < positions; p++)
            {
                Unsafe.Add(ref to, p * positionStride) = Unsafe.Add(ref from, p * stride);
            }
        }

        int size = channels * positions;
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, size), -size & 3).Clear();
    }

    /// <summary>Copies the planes of an image, one block of lanes, with zeros around.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pad<T>(ref readonly T source, int planes, int height, int width, ref T destination, int top, int bottom, int left, int right, int lanes)
        where T : unmanaged
    {
        int line = (left + width + right) * lanes;
        ref T from = ref Unsafe.AsRef(in source);
        ref T to = ref destination;
        for (int plane = 0; plane < planes; plane++)
        {
            int zeros = top * line + left * lanes;
            for (int i = 0; i < height; i++)
            {
                Clear(ref to, zeros);
                to = ref Unsafe.Add(ref to, zeros);
                Copy(ref from, ref to, width * lanes);
                from = ref Unsafe.Add(ref from, width * lanes);
                to = ref Unsafe.Add(ref to, width * lanes);
                zeros = (right + left) * lanes; // after a row and before the next one
            }

            zeros = right * lanes + bottom * line;
            Clear(ref to, zeros);
            to = ref Unsafe.Add(ref to, zeros);
        }
    }

    // Calls for a row of a few vectors cost more than the row: 7 x the time of a padded copy of 32 planes of 14 x 14.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(ref T from, ref T to, int count)
        where T : unmanaged
    {
        int i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256.LoadUnsafe(ref from, (nuint)i).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<T>(ref T to, int count)
        where T : unmanaged
    {
        int i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T>.Zero.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref to, i) = default;
        }
    }
}
