using Xunit;

namespace NetGen.Tests;

/// <summary>Counts bytes allocated by the current thread, or by all threads.</summary>
internal static class Allocations
{
    /// <summary>The collection of the tests that count what all threads allocate: it runs when no other test does.</summary>
    public const string OfAllThreads = "Allocations of all threads";

    /// <summary>
    /// The bytes that all threads of the process allocate while <paramref name="action"/> runs: the least of some runs, for the
    /// runtime and the test host have threads of their own. Only for tests in the collection <see cref="OfAllThreads"/>.
    /// </summary>
    public static long InProcess(Action action)
    {
        long least = long.MaxValue;
        for (int run = 0; run < 50 && least > 0; run++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            action();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

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

/// <summary>Tests that count what all threads allocate, and so run alone.</summary>
[CollectionDefinition(Allocations.OfAllThreads, DisableParallelization = true)]
public sealed class AllocationsOfAllThreads;
