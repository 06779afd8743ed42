using System.Runtime.CompilerServices;

namespace NetGen.Benchmarks.Measurement;

/// <summary>Where results go, so that no compiler may leave out what they come from.</summary>
internal static class Consumer
{
    private static float s_last;

    /// <summary>Uses a result.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Consume(float value) => Volatile.Write(ref s_last, value);
}
