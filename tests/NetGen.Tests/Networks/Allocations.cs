namespace NetGen.Tests;

/// <summary>Counts bytes allocated by the current thread.</summary>
internal static class Allocations
{
    /// <summary>
    /// The bytes that <paramref name="action"/> allocates: the least of some runs, for a garbage collection that another
    /// thread causes counts the unused rest of this thread's allocation buffer as allocated.
    /// </summary>
    public static long Of(Action action)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 10 && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
