using System.Runtime.Intrinsics;
using Xunit;

namespace NetGen.Tests;

/// <summary>The exponential of a softmax is the exponential where that is a normal number, and 0 below.</summary>
public sealed class ExpOfNegativeTests
{
    private const int Numbers = 100_000;

    [Fact]
    public void In_single_precision_it_has_the_bits_of_exp_or_is_0()
    {
        Random random = new(1);
        Span<float> some = [0f, -0f, -float.Epsilon, -87.33654f, -87.33655f, -88f, -103.9f, -104f, -1000f, float.MinValue, float.NegativeInfinity, float.NaN];
        for (int i = 0; i < Numbers; i++)
        {
            float x = i < some.Length ? some[i] : -(float)(random.NextDouble() * 110);
            float expected = SimdMath.Exp(new Float32x8(Vector256.Create(x))).Value[5], actual = SimdMath.ExpOfNegative(new Float32x8(Vector256.Create(x))).Value[5];
            Assert.Equal(float.IsSubnormal(expected) ? 0 : expected, actual);
        }
    }

    [Fact]
    public void In_double_precision_it_has_the_bits_of_exp_or_is_0()
    {
        Random random = new(2);
        Span<double> some = [0, -0.0, -double.Epsilon, -708.3964185322641, -708.3964185322642, -745.1, -746, -1e6, double.MinValue, double.NegativeInfinity, double.NaN];
        for (int i = 0; i < Numbers; i++)
        {
            double x = i < some.Length ? some[i] : -random.NextDouble() * 800;
            double expected = SimdMath.Exp(new Float64x4(Vector256.Create(x))).Value[3], actual = SimdMath.ExpOfNegative(new Float64x4(Vector256.Create(x))).Value[3];
            Assert.Equal(double.IsSubnormal(expected) ? 0 : expected, actual);
        }
    }
}
