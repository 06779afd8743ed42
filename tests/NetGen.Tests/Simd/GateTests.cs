using System.Runtime.Intrinsics;
using Xunit;

namespace NetGen.Tests;

/// <summary>The gate of recurrent layers is the logistic function, within the error that it states, and 0 where that is below the normal numbers.</summary>
public sealed class GateTests
{
    [Fact]
    public void In_single_precision_it_is_within_its_error()
    {
        for (int i = -88_000; i <= 40_000; i++)
        {
            float x = i * 0.001f, actual = Gate(x);
            double expected = 1 / (1 + Math.Exp(-(double)x));
            if (x < -87.3f)
            {
                Assert.True(actual == 0 || Math.Abs(actual - expected) < 1e-43, $"{x:R}: {actual:R}");
                continue;
            }

            double error = Math.Abs(actual - expected) / (MathF.BitIncrement((float)expected) - (double)(float)expected);
            Assert.True(error < 2.5, $"{x:R}: {actual:R} for {expected:R}, {error} ulp");
        }
    }

    [Fact]
    public void Beyond_all_numbers_it_is_0_and_1()
    {
        Assert.Equal([0f, 0f, 0f, 0.5f, 0.5f, 1f, 1f], ((float[])[float.NegativeInfinity, -1e30f, -88f, -0f, 0f, 1e30f, float.PositiveInfinity]).Select(Gate));
        Assert.Equal([0.0, 0, 0, 0.5, 0.5, 1, 1], ((double[])[double.NegativeInfinity, -1e300, -709, -0.0, 0, 1e300, double.PositiveInfinity]).Select(Gate));
        Assert.True(float.IsNaN(Gate(float.NaN)) && double.IsNaN(Gate(double.NaN)));
    }

    // Beside lanes of other sizes.
    private static float Gate(float x) => SimdMath.Gate(new Float32x8(Vector256.Create(0f, -100, 100, x, 1, -1, float.NaN, 3))).Value[3];

    private static double Gate(double x) => SimdMath.Gate(new Float64x4(Vector256.Create(-800, 800, x, double.NaN))).Value[2];
}
