using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Memory for the intermediate values of a Predict: one buffer a thread and type, which grows to the largest need and is
/// kept, so that Predict allocates nothing and is safe on many threads.
/// </summary>
public static class ThreadScratch
{
    /// <summary>The first of at least <paramref name="length"/> elements of any content.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // the way to a thread's memory would be written out in every kernel
    public static ref T Take<T>(int length)
        where T : unmanaged => ref Grow(ref PerThread<T>.Values, length).Origin;

    /// <summary>Likewise memory apart from that: for what a kernel copies to read it several times, and for sums that wait.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ref T TakePanel<T>(int length)
        where T : unmanaged => ref Grow(ref PerThread<T>.Panel, length).Origin;

    private static AlignedBuffer<T> Grow<T>(ref AlignedBuffer<T>? buffer, int length)
        where T : unmanaged
    {
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
        public static AlignedBuffer<T>? Panel;
    }
}
