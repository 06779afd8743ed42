namespace NetGen.Tool.Graphs;

/// <summary>
/// The number of examples, which no model fixes, as a number: a prime beyond every size that is allowed, so that sizes which depend on it
/// are its multiples, and arithmetic with sizes (products, quotients, comparisons) needs no symbols.
/// </summary>
internal static class Batch
{
    /// <summary>The prime: the first above 2^31.</summary>
    public const long Size = 2147483659;

    /// <summary>Whether a size depends on the number of examples.</summary>
    public static bool IsPart(long size) => size != 0 && size % Size == 0;

    /// <summary>The size for so many examples.</summary>
    public static long With(long size, long examples) => IsPart(size) ? checked(size / Size * examples) : size;

    /// <summary>The sizes for so many examples.</summary>
    public static long[] With(IReadOnlyList<long> sizes, long examples)
    {
        long[] result = new long[sizes.Count];
        for (int i = 0; i < result.Length; i++)
            result[i] = With(sizes[i], examples);
        return result;
    }
}
