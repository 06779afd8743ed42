using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Memory that a thread needs for a while: for each type one buffer for the values of a Predict and one for the tiles of a kernel. They grow to the
/// largest need and are kept, so that Predict allocates nothing and is safe on many threads, and training allocates nothing after the first step.
/// </summary>
public static class ThreadScratch
{
    /// <summary>The first of at least <paramref name="length"/> elements of any content, for intermediate values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative: it exceeded what an int holds.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)] // the way to a thread's memory would be written out in every kernel
    public static ref T Take<T>(int length)
        where T : unmanaged => ref Grow(ref PerThread<T>.Values, length).Origin;

    /// <summary>Likewise memory apart from that: for what a kernel copies to read it several times, and for sums that wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative: it exceeded what an int holds.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ref T TakeTiles<T>(int length)
        where T : unmanaged => ref Grow(ref PerThread<T>.Tiles, length).Origin;

    private static AlignedBuffer<T> Grow<T>(ref AlignedBuffer<T>? buffer, int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (buffer is null || buffer.Length < length)
        {
            buffer = new AlignedBuffer<T>(length);
        }

        return buffer;
    }

    private static class PerThread<T>
        where T : unmanaged
    {
        [ThreadStatic]
        public static AlignedBuffer<T>? Values;

        [ThreadStatic]
        public static AlignedBuffer<T>? Tiles;
    }
}
