using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Runs an update rule over memory in one pass. Lanes are independent, so neither the width of the vectors nor the way a
/// buffer is cut into ranges changes a bit.
/// </summary>
internal static class UpdateKernel
{
    /// <summary>Updates all elements. States that the rule does not have are empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule, V, T>(TRule rule, Span<T> w, ReadOnlySpan<T> g, Span<T> s1, Span<T> s2, Span<T> s3)
        where TRule : struct, IUpdateRule<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        int count = w.Length;
        int vectors = count - (count % V.Count);
        Vectors<TRule, V, T>(
            rule,
            ref MemoryMarshal.GetReference(w),
            ref MemoryMarshal.GetReference(g),
            ref MemoryMarshal.GetReference(s1),
            ref MemoryMarshal.GetReference(s2),
            ref MemoryMarshal.GetReference(s3),
            vectors);
        if (vectors < count)
            Tail<TRule, V, T>(rule, w[vectors..], g[vectors..], From(s1, vectors), From(s2, vectors), From(s3, vectors));
    }

    // Not inlined: inside another method, optimized by a profile, this loop has been eight times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Vectors<TRule, V, T>(TRule rule, ref T w, ref readonly T g, ref T s1, ref T s2, ref T s3, int count)
        where TRule : struct, IUpdateRule<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        for (int i = 0; i < count; i += V.Count)
        {
            V state1 = TRule.StateCount > 0 ? V.Load(ref s1, i) : V.Zero;
            V state2 = TRule.StateCount > 1 ? V.Load(ref s2, i) : V.Zero;
            V state3 = TRule.StateCount > 2 ? V.Load(ref s3, i) : V.Zero;
            V updated = rule.Update(V.Load(ref w, i), V.Load(in g, i), ref state1, ref state2, ref state3);
            V.Store(updated, ref w, i);

            // The average of gradients that have become 0 would stay subnormal for ever, rounded to itself.
            if (TRule.StateCount > 0)
                V.Store(SimdMath.WithoutSubnormals(state1), ref s1, i);
            if (TRule.StateCount > 1)
                V.Store(SimdMath.WithoutSubnormals(state2), ref s2, i);
            if (TRule.StateCount > 2)
                V.Store(SimdMath.WithoutSubnormals(state3), ref s3, i);
        }
    }

    /// <summary>Fewer elements than a vector has, through copies as long as a vector: nothing beyond the spans is touched.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tail<TRule, V, T>(TRule rule, Span<T> w, ReadOnlySpan<T> g, Span<T> s1, Span<T> s2, Span<T> s3)
        where TRule : struct, IUpdateRule<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        Span<T> copies = stackalloc T[5 * V.Count];
        Span<T> wCopy = copies[..V.Count], gCopy = copies.Slice(V.Count, V.Count);
        Span<T> s1Copy = copies.Slice(2 * V.Count, V.Count), s2Copy = copies.Slice(3 * V.Count, V.Count), s3Copy = copies[(4 * V.Count)..];
        w.CopyTo(wCopy);
        g.CopyTo(gCopy);
        s1.CopyTo(s1Copy);
        s2.CopyTo(s2Copy);
        s3.CopyTo(s3Copy);
        Vectors<TRule, V, T>(rule, ref wCopy[0], ref gCopy[0], ref s1Copy[0], ref s2Copy[0], ref s3Copy[0], V.Count);
        wCopy[..w.Length].CopyTo(w);
        s1Copy[..s1.Length].CopyTo(s1);
        s2Copy[..s2.Length].CopyTo(s2);
        s3Copy[..s3.Length].CopyTo(s3);
    }

    /// <summary>A state that the rule does not have is empty and stays so.</summary>
    private static Span<T> From<T>(Span<T> state, int start) => state.IsEmpty ? state : state[start..];
}
