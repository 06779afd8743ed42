using Xunit;

namespace NetGen.Tests;

/// <summary>Activations that take another way in single precision than in double.</summary>
public sealed class ActivationAccuracyTests
{
    [Fact]
    public void The_derivative_of_GELU_in_single_precision_is_within_its_stated_error()
    {
        const int Count = 1 << 20;
        float[] z = [.. Enumerable.Range(0, Count).Select(i => (i - (Count / 2)) * (16f / Count))];
        double[] exact = [.. z.Select(value => (double)value)];
        Derivatives<Float32x16, float>(z);
        Derivatives<Float64x8, double>(exact);
        for (int i = 0; i < Count; i++)
            Assert.InRange(z[i] - exact[i], -2.4e-7, 2.4e-7);
    }

    [Fact]
    public void The_derivative_of_GELU_ends_in_0_and_1()
    {
        float[] z =
        [
            float.NegativeInfinity, float.MinValue, -1e10f, -6.3f, 6.3f, 1e10f, float.MaxValue, float.PositiveInfinity,
            0, -0f, float.NaN, 0, 0, 0, 0, 0,
        ];
        Derivatives<Float32x16, float>(z);
        // Φ(−6.3) − 6.3·φ(6.3), which is no 0
        Assert.Equal(-5.900073e-9, z[3], 1e-14);
        Assert.Equal(0.5, z[8], 1e-7);
        Assert.Equal(0.5, z[9], 1e-7);
        Assert.Equal(float.NaN, z[10]);
        z[3] = 0;
        Assert.Equal([0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f], z[..8]);
    }

    /// <summary>f′ of every element, in place.</summary>
    private static void Derivatives<V, T>(T[] values)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        GELU gelu = new();
        for (int i = 0; i < values.Length; i += V.Count)
            V.Store(gelu.Derivative(V.Load(ref values[i], 0)), ref values[i], 0);
    }
}
