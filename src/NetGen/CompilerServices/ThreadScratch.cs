namespace NetGen.CompilerServices;

/// <summary>
/// Memory for the intermediate values of a Predict: one buffer a thread and type, which grows to the largest need and is
/// kept, so that Predict allocates nothing and is safe on many threads.
/// </summary>
public static class ThreadScratch
{
    /// <summary>The first of at least <paramref name="length"/> elements of any content.</summary>
    public static ref T Take<T>(int length)
        where T : unmanaged
    {
        AlignedBuffer<T>? buffer = PerThread<T>.Buffer;
        if (buffer is null || buffer.Length < length)
        {
            PerThread<T>.Buffer = buffer = new AlignedBuffer<T>(length);
        }

        return ref buffer.Origin;
    }

    private static class PerThread<T>
        where T : unmanaged
    {
        [ThreadStatic]
        public static AlignedBuffer<T>? Buffer;
    }
}
