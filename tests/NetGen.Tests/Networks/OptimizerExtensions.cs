using System.Runtime.InteropServices;

namespace NetGen.Tests;

/// <summary>Steps an optimizer in code that is generic over the precision.</summary>
internal static class OptimizerExtensions
{
    /// <summary><see cref="Optimizer.Step(Span{float}, ReadOnlySpan{float})"/> or its twin for double.</summary>
    public static void Update<T>(this Optimizer optimizer, Span<T> parameters, ReadOnlySpan<T> gradients)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            optimizer.Step(MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradients));
        }
        else
        {
            optimizer.Step(MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradients));
        }
    }
}
