using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetGen.Benchmarks.Measurement;

/// <summary>
/// The machine's fused-multiply-add limit in single precision: twelve independent chains in registers, no memory. Twelve
/// cover the latency of two multiply-adds a cycle and fit the sixteen registers of AVX2.
/// </summary>
internal static class PeakKernel
{
    private const int Chains = 12;
    private const int Iterations = 1 << 21;

    /// <summary>FLOP per second of so many threads at once.</summary>
    public static double Measure(int threads)
    {
        using Barrier start = new(threads);
        TimeSpan[] times = new TimeSpan[threads];
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(index => new Thread(() => times[index] = Time(start)))];
        foreach (Thread thread in others)
            thread.Start();
        times[0] = Time(start);
        foreach (Thread thread in others)
            thread.Join();

        long flops = 2L * Chains * Iterations * (Simd.VectorBits / 32) * threads;
        return flops / times.Max().TotalSeconds;
    }

    private static TimeSpan Time(Barrier start)
    {
        start.SignalAndWait();
        long begin = Stopwatch.GetTimestamp();
        float sum = Simd.VectorBits switch
        {
            512 => Run<Float32x16>(),
            256 => Run<Float32x8>(),
            _ => Run<Float32x4>(),
        };
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        Consumer.Consume(sum);
        return time;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run<V>()
        where V : struct, ISimd<V, float>
    {
        V a = V.Constant(0.999), b = V.Constant(0.001);
        V x0 = V.Zero, x1 = x0, x2 = x0, x3 = x0, x4 = x0, x5 = x0, x6 = x0, x7 = x0, x8 = x0, x9 = x0, x10 = x0, x11 = x0;
        for (int i = 0; i < Iterations; i++)
        {
            x0 = V.MultiplyAdd(x0, a, b);
            x1 = V.MultiplyAdd(x1, a, b);
            x2 = V.MultiplyAdd(x2, a, b);
            x3 = V.MultiplyAdd(x3, a, b);
            x4 = V.MultiplyAdd(x4, a, b);
            x5 = V.MultiplyAdd(x5, a, b);
            x6 = V.MultiplyAdd(x6, a, b);
            x7 = V.MultiplyAdd(x7, a, b);
            x8 = V.MultiplyAdd(x8, a, b);
            x9 = V.MultiplyAdd(x9, a, b);
            x10 = V.MultiplyAdd(x10, a, b);
            x11 = V.MultiplyAdd(x11, a, b);
        }

        Span<float> lanes = stackalloc float[16];
        V.Store(x0 + x1 + x2 + x3 + (x4 + x5 + x6 + x7) + (x8 + x9 + x10 + x11), ref lanes[0], 0);
        return lanes[0];
    }
}
