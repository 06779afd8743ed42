using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Memory that a thread needs for a while: for each type one buffer for the values of a Predict and one for the tiles of a kernel. They grow to the
/// largest need, so that Predict allocates nothing and is safe on many threads, and training allocates nothing after the first step. What nobody
/// has needed for ten seconds is given back.
/// </summary>
/// <remarks>
/// A buffer may be given back at any time, also while its thread works in it: the reference keeps it for so long. Two calls need not return
/// the same memory.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThreadScratch
{
    private const int Block = 16;

    /// <summary>
    /// How many examples to have memory for, to compute so many: at least four, so that a vector that runs past the last element stays within; all
    /// lanes of a vector, where they are examples; else as few as that, in steps.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Examples(int rows) => rows <= 4 ? 4 : rows <= 8 ? 8 : (rows + Block - 1) / Block * Block;

    /// <summary>The first of at least <paramref name="length"/> elements of any content, for intermediate values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)] // the way to a thread's memory would be written out in every kernel
    public static ref T Take<T>(int length)
        where T : unmanaged => ref (PerThread<T>.Values ?? Create(ref PerThread<T>.Values)).Take(length);

    /// <summary>Likewise, so many for each example and some besides.</summary>
    /// <param name="length">Elements for each example.</param>
    /// <param name="examples">The number of examples.</param>
    /// <param name="besides">Further elements, after those of the examples.</param>
    /// <exception cref="InvalidOperationException">More elements than can be addressed.</exception>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static ref T Take<T>(int length, int examples, int besides)
        where T : unmanaged
    {
        long total = (long)length * examples + besides;
        if (total > Array.MaxLength - 64)
        {
            throw new InvalidOperationException($"The network needs {total} values to compute {examples} examples; at most {Array.MaxLength - 64} can be addressed.");
        }

        return ref Take<T>((int)total);
    }

    /// <summary>Memory apart from that: for what a kernel copies to read it several times, and for sums that wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative: it exceeded what an int holds.</exception>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static ref T TakeTiles<T>(int length)
        where T : unmanaged => ref (PerThread<T>.Tiles ?? Create(ref PerThread<T>.Tiles)).Take(length);

    /// <summary>What this thread holds for values of a type: for tests.</summary>
    internal static ScratchBuffer? ValuesOf<T>()
        where T : unmanaged => PerThread<T>.Values;

    private static ScratchBuffer<T> Create<T>(ref ScratchBuffer<T>? buffer)
        where T : unmanaged
    {
        buffer = new();
        ScratchMemory.Add(buffer);
        return buffer;
    }

    private static class PerThread<T>
        where T : unmanaged
    {
        [ThreadStatic]
        public static ScratchBuffer<T>? Values;

        [ThreadStatic]
        public static ScratchBuffer<T>? Tiles;
    }
}
