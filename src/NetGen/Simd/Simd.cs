using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>What the vectors of this machine can do. Every member is a constant to the JIT.</summary>
public static class Simd
{
    /// <summary>
    /// Whether <see cref="ISimd{TSelf}.MultiplyAdd"/> rounds once. Where the hardware has no fused multiply-add, one in
    /// software would take twenty times as long: there the vectors multiply and add separately, with two roundings.
    /// </summary>
    public static bool HasFusedMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    /// <summary>The width of the vectors that kernels use here, the widest that is in hardware: 512, 256 or 128 bits.</summary>
    public static int VectorBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
    }

    /// <summary>
    /// Asks for the cache line that holds the element <paramref name="offset"/> elements after <paramref name="source"/>, which will be
    /// read soon: where rows lie further apart than a page, no hardware foresees it. Nothing is read, so the element need not exist.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Prefetch<T>(ref readonly T source, int offset)
        where T : unmanaged
    {
        // The memory may be moved meanwhile: then another line is fetched in vain.
        if (Sse.IsSupported)
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset)));
    }
}
