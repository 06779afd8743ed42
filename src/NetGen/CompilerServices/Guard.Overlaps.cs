using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <content>Memory that is read and memory that is written.</content>
public static partial class Guard
{
    /// <summary>
    /// Requires outputs not to lie over inputs that are read after they are written: either the two do not overlap, or the outputs start where the
    /// inputs do and are no longer, for each example is read before its outputs are written.
    /// </summary>
    /// <exception cref="ArgumentException">They overlap in another way.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Apart<TInput, TOutput>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TOutput> outputs, string parameter)
        where TInput : unmanaged
        where TOutput : unmanaged
    {
        nint start = Start(inputs, outputs);
        nuint read = Bytes(inputs), written = Bytes(outputs);
        if (start == 0 ? written > read : (nuint)start < read || (nuint)(-start) < written)
        {
            ThrowOverlap(start, read, written, parameter);
        }
    }

    /// <summary>Requires memory that is written in another order than it is read not to overlap at all.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void Disjoint<T>(ReadOnlySpan<T> source, ReadOnlySpan<T> destination, string parameter)
        where T : unmanaged
    {
        if (source.Overlaps(destination))
        {
            throw new ArgumentException("The source and the destination overlap, but are in different orders: copy one of them first.", parameter);
        }
    }

    /// <summary>Bytes from the first input to the first output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Start<TInput, TOutput>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<TOutput> outputs) =>
        Unsafe.ByteOffset(in Unsafe.As<TInput, byte>(ref MemoryMarshal.GetReference(inputs)), in Unsafe.As<TOutput, byte>(ref MemoryMarshal.GetReference(outputs)));

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static nuint Bytes<T>(ReadOnlySpan<T> span) => (nuint)span.Length * (nuint)Unsafe.SizeOf<T>();

    [DoesNotReturn]
    private static void ThrowOverlap(nint start, nuint read, nuint written, string parameter) => throw new ArgumentException(
        $"Expected outputs that do not overlap the inputs, or that start where they do and are no longer; got {written} bytes of outputs that start {start} bytes after the start of {read} bytes of inputs.", parameter);
}
