using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>An activation, in single precision and with the bits that the network's own have.</summary>
/// <typeparam name="TFunction">The activation.</typeparam>
/// <param name="function">It, with its settings.</param>
/// <param name="size">The number of elements.</param>
internal sealed class QuantizedElements<TFunction>(TFunction function, int size) : QuantizedStage(size)
    where TFunction : struct, IActivation
{
    public override void Run(ReadOnlySpan<float> x, Span<float> y, Span<byte> scratch)
    {
        // The inputs have room for whole vectors, too.
        ref float first = ref MemoryMarshal.GetReference(x);
        ref float result = ref y[..Room][0];
        if (Vector512.IsHardwareAccelerated)
            Apply<Float32x16>(ref first, ref result, 16);
        else if (Vector256.IsHardwareAccelerated)
            Apply<Float32x8>(ref first, ref result, 8);
        else
            Apply<Float32x4>(ref first, ref result, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Apply<V>(ref float x, ref float y, int lanes)
        where V : struct, ISimd<V>
    {
        for (int i = 0; i < Outputs; i += lanes)
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref y, i)), function.Forward(Unsafe.ReadUnaligned<V>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref x, i)))));
    }
}
