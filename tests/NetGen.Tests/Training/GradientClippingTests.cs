using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

public class GradientClippingTests
{
    [Theory]
    [InlineData("clip_norm")]
    [InlineData("clip_value")]
    public void Clipping_follows_the_reference(string name)
    {
        GoldenCase golden = GoldenCase.Read(name);
        JsonElement clip = golden.Root.GetProperty("clip");
        double maximum = GoldenCase.Number(clip, "max");
        double[] gradients = GoldenCase.Flatten(golden.Tensors("grads")), expected = GoldenCase.Flatten(golden.Tensors("clipped"));
        Assert.Equal(GoldenCase.Number(golden.Root, "totalNorm"), GradientClipping.Norm<double>(gradients), 1e-12);
        float[] single = Array.ConvertAll(gradients, value => (float)value);
        if (name == "clip_norm")
        {
            Assert.Equal(GoldenCase.Number(golden.Root, "totalNorm"), GradientClipping.ByNorm<double>(gradients, maximum), 1e-12);
            GradientClipping.ByNorm<float>(single, maximum);
        }
        else
        {
            GradientClipping.ByValue<double>(gradients, maximum);
            GradientClipping.ByValue<float>(single, maximum);
        }

        Assert.InRange(GoldenCase.Error(gradients, expected), 0, 1e-14);
        Assert.InRange(GoldenCase.Error(Array.ConvertAll(single, value => (double)value), expected), 0, 1e-6);
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(5e-320)]
    public void The_norm_is_right_where_squares_are_no_numbers(double size)
    {
        double[] gradients = [0.75 * size, size];
        Assert.Equal(1.25, GradientClipping.Norm<double>(gradients) / size, size < 1e-300 ? 1e-3 : 1e-15);
        gradients = [size, 0];
        Assert.Equal(size, GradientClipping.ByNorm<double>(gradients, 1));
        Assert.Equal(Math.Min(size, 1), gradients[0], 1e-15);
        Assert.Equal(0, gradients[1]);
        gradients = [size, -size];
        GradientClipping.ByNorm<double>(gradients, 1e-9);
        Assert.Equal(-gradients[0], gradients[1]);
        Assert.Equal(size > 1 ? 1e-9 / Math.Sqrt(2) : gradients[0], gradients[0], 1e-24);
    }

    [Fact]
    public void Large_gradients_in_single_precision_are_clipped_to_small_ones()
    {
        float[] gradients = [3e38f, -3e38f, 1e20f];
        Assert.Equal(1.0, GradientClipping.ByNorm<float>(gradients, 1e-5) / (3e38 * Math.Sqrt(2)), 1e-6);
        Assert.Equal(1.0, gradients[0] / (1e-5 / Math.Sqrt(2)), 1e-6);
        Assert.Equal(1.0, gradients[2] / (1e-5 / Math.Sqrt(2) / 3e18), 1e-6);
    }

    [Fact]
    public void The_norm_of_what_is_not_finite_is_not_either()
    {
        Assert.Equal(double.PositiveInfinity, GradientClipping.Norm<double>([1, double.NegativeInfinity]));
        Assert.Equal(double.NaN, GradientClipping.Norm<double>([1, double.NaN]));
        Assert.Equal(0, GradientClipping.Norm<double>([0, -0.0]));
    }

    [Fact]
    public void Small_gradients_stay()
    {
        float[] gradients = [0.3f, -0.4f, 0];
        Assert.Equal(0.5, GradientClipping.ByNorm<float>(gradients, 0.6), 1e-7);
        GradientClipping.ByValue<float>(gradients, 0.5);
        Assert.Equal([0.3f, -0.4f, 0], gradients);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ByNorm<float>(gradients, 0));
        Assert.Equal(0, GradientClipping.ByNorm<float>([], 1));
    }

    [Fact]
    public void The_norm_neither_overflows_nor_depends_on_the_length_being_round()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Range(1, length).Select(i => i * 1e20f)];
            double expected = Math.Sqrt(values.Sum(v => (double)v * v));
            Assert.Equal(1, length == 0 ? 1 : GradientClipping.Norm<float>(values) / expected, 1e-14);
        }
    }

    [Fact]
    public void One_number_that_is_not_finite_is_found_anywhere()
    {
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            for (int length = 1; length < 150; length += 7)
            {
                for (int at = 0; at < length; at += 3)
                {
                    double[] both = [.. Enumerable.Repeat(-double.MaxValue, length)];
                    float[] single = [.. Enumerable.Repeat(float.MaxValue, length)];
                    Assert.True(VectorReductions.AllFinite<double>(both) && VectorReductions.AllFinite<float>(single));
                    both[at] = bad;
                    single[at] = (float)bad;
                    Assert.False(VectorReductions.AllFinite<double>(both));
                    Assert.False(VectorReductions.AllFinite<float>(single));
                }
            }
        }

        Assert.True(VectorReductions.AllFinite<float>([]));
    }
}
