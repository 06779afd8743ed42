namespace NetGen.CompilerServices;

/// <summary>
/// Memory for the intermediate values of a Predict: one buffer a thread and type, which grows to the largest need and is
/// kept, so that Predict allocates nothing and is safe on many threads.
/// </summary>
public static class ThreadScratch<T>
    where T : unmanaged
{
    [ThreadStatic]
    private static AlignedBuffer<T>? s_buffer;

    /// <summary>The first of at least <paramref name="length"/> elements of any content.</summary>
    public static ref T Take(int length)
    {
        AlignedBuffer<T>? buffer = s_buffer;
        if (buffer is null || buffer.Length < length)
        {
            s_buffer = buffer = new AlignedBuffer<T>(length);
        }

        return ref buffer.Origin;
    }
}
