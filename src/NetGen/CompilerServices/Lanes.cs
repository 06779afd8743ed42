using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    public static void FromRows<T>(ref readonly T source, int size, int sourceStride, ref T destination, int stride, int rows, int lanes)
        where T : unmanaged
    {
        for (int first = 0; first < rows; first += lanes)
        {
            ref T to = ref Unsafe.Add(ref destination, first * stride);
            for (int lane = 0; lane < lanes; lane++)
            {
                ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), Math.Min(first + lane, rows - 1) * sourceStride);
                for (int e = 0; e < size; e++)
                {
                    Unsafe.Add(ref to, e * lanes + lane) = Unsafe.Add(ref from, e);
                }
            }
        }
    }

    /// <summary>Likewise for gradients: lanes without an example get zeros, so that they add nothing to the sum over the batch.</summary>
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
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), (whole + lane) * sourceStride);
            for (int e = 0; e < size; e++)
            {
                Unsafe.Add(ref rest, e * lanes + lane) = Unsafe.Add(ref from, e);
            }
        }
    }

    /// <summary>Copies <paramref name="rows"/> examples of <paramref name="size"/> elements from lanes to rows, with zeros as padding.</summary>
    public static void ToRows<T>(ref readonly T source, int size, int stride, ref T destination, int destinationStride, int rows, int lanes)
        where T : unmanaged
    {
        for (int r = 0; r < rows; r++)
        {
            ref T from = ref Unsafe.Add(ref Unsafe.AsRef(in source), r / lanes * lanes * stride + r % lanes);
            Span<T> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, r * destinationStride), destinationStride);
            for (int e = 0; e < size; e++)
            {
                to[e] = Unsafe.Add(ref from, e * lanes);
            }

            to[size..].Clear();
        }
    }

    /// <summary>
    /// Copies one example from a row, where neighbouring channels and positions have any distances, to channels side by side: channel c of
    /// position p is at p · stride + c. What lies between the channels of one position and of the next stays as it is: it has lanes of its own,
    /// which nobody reads.
    /// </summary>
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
    public static void Pad<T>(ref readonly T source, int planes, int height, int width, ref T destination, int top, int bottom, int left, int right, int lanes)
        where T : unmanaged
    {
        int line = (left + width + right) * lanes;
        ref T from = ref Unsafe.AsRef(in source);
        ref T to = ref destination;
        for (int plane = 0; plane < planes; plane++)
        {
            MemoryMarshal.CreateSpan(ref to, top * line).Clear();
            to = ref Unsafe.Add(ref to, top * line);
            for (int i = 0; i < height; i++)
            {
                MemoryMarshal.CreateSpan(ref to, left * lanes).Clear();
                to = ref Unsafe.Add(ref to, left * lanes);
                MemoryMarshal.CreateReadOnlySpan(ref from, width * lanes).CopyTo(MemoryMarshal.CreateSpan(ref to, width * lanes));
                from = ref Unsafe.Add(ref from, width * lanes);
                to = ref Unsafe.Add(ref to, width * lanes);
                MemoryMarshal.CreateSpan(ref to, right * lanes).Clear();
                to = ref Unsafe.Add(ref to, right * lanes);
            }

            MemoryMarshal.CreateSpan(ref to, bottom * line).Clear();
            to = ref Unsafe.Add(ref to, bottom * line);
        }
    }
}
