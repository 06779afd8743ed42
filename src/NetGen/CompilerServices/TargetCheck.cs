using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.CompilerServices;

/// <summary>Looks for targets that a loss is not made for.</summary>
internal static class TargetCheck
{
    /// <summary>The index of the first target outside the range; −1 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstOutside<T>(ReadOnlySpan<T> targets, TargetRange range)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => range switch
        {
            TargetRange.Numbers => FirstOutside<T, Finite>(targets),
            TargetRange.Shares => FirstOutside<T, Shares>(targets),
            TargetRange.NonNegative => FirstOutside<T, NonNegative>(targets),
            TargetRange.ZeroOrOne => FirstOutside<T, ZeroOrOne>(targets),
            TargetRange.Signs => FirstOutside<T, Signs>(targets),
            _ => -1,
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FirstOutside<T, TTest>(ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTest : ITest
    {
        ref T first = ref MemoryMarshal.GetReference(targets);
        int last = targets.Length - Vector256<T>.Count;
        if (last >= 0)
        {
            // Four at a time, and the last ones once more.
            Vector256<T> inside = Vector256<T>.AllBitsSet;
            int step = 4 * Vector256<T>.Count, i = 0;
            for (; i <= targets.Length - step; i += step)
            {
                ref T t = ref Unsafe.Add(ref first, i);
                inside &= TTest.Holds(Vector256.LoadUnsafe(ref t))
                    & TTest.Holds(Vector256.LoadUnsafe(ref t, (nuint)Vector256<T>.Count))
                    & TTest.Holds(Vector256.LoadUnsafe(ref t, 2 * (nuint)Vector256<T>.Count))
                    & TTest.Holds(Vector256.LoadUnsafe(ref t, 3 * (nuint)Vector256<T>.Count));
            }

            for (; i < last; i += Vector256<T>.Count)
                inside &= TTest.Holds(Vector256.LoadUnsafe(ref first, (nuint)i));
            inside &= TTest.Holds(Vector256.LoadUnsafe(ref first, (nuint)last));
            if (Vector256.EqualsAll(inside.AsByte(), Vector256<byte>.AllBitsSet))
                return -1;
        }

        for (int i = 0; i < targets.Length; i++)
        {
            if (!Vector256.EqualsAll(TTest.Holds(Vector256.Create(targets[i])).AsByte(), Vector256<byte>.AllBitsSet))
                return i;
        }

        return -1;
    }

    /// <summary>All bits where a target is in the range. Comparisons with NaN do not hold.</summary>
    private interface ITest
    {
        static abstract Vector256<T> Holds<T>(Vector256<T> t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private readonly struct Finite : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector256.LessThan(Vector256.Abs(t), Vector256.Create(T.PositiveInfinity));
    }

    private readonly struct Shares : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Vector256.GreaterThanOrEqual(t, Vector256<T>.Zero) & Vector256.LessThanOrEqual(t, Vector256<T>.One);
    }

    private readonly struct NonNegative : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Vector256.GreaterThanOrEqual(t, Vector256<T>.Zero) & Vector256.LessThan(t, Vector256.Create(T.PositiveInfinity));
    }

    private readonly struct ZeroOrOne : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector256.Equals(t, Vector256<T>.Zero) | Vector256.Equals(t, Vector256<T>.One);
    }

    private readonly struct Signs : ITest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> t)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector256.Equals(Vector256.Abs(t), Vector256<T>.One);
    }
}
