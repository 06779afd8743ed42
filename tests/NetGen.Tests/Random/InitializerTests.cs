using NetGen.CompilerServices;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

public class InitializerTests(ITestOutputHelper output)
{
    private const int FanIn = 300, FanOut = 200;

    public static TheoryData<Init, double, double> Variances => new()
    {
        { Init.Xavier, 2.0 / (FanIn + FanOut), Math.Sqrt(6.0 / (FanIn + FanOut)) },
        { Init.XavierNormal, 2.0 / (FanIn + FanOut), double.PositiveInfinity },
        { Init.He, 2.0 / FanIn, Math.Sqrt(6.0 / FanIn) },
        { Init.HeNormal, 2.0 / FanIn, double.PositiveInfinity },
        { Init.LeCun, 1.0 / FanIn, double.PositiveInfinity },
        { Init.Normal, 0.05 * 0.05, double.PositiveInfinity },
        { Init.Uniform, 0.05 * 0.05 / 3, 0.05 },
    };

    [Theory]
    [MemberData(nameof(Variances))]
    public void Mean_variance_and_bound_are_those_of_the_formula(Init init, double variance, double bound)
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"seed {seed}");
        double[] tensor = new double[FanIn * FanOut];
        Initializer.Fill(tensor, FanIn, FanOut, FanIn, FanOut, FanOut, init, double.NaN, seed, 1);

        double mean = tensor.Average();
        Assert.InRange(mean, -6 * Math.Sqrt(variance / tensor.Length), 6 * Math.Sqrt(variance / tensor.Length));

        // Normal: the variance of a square is 2σ⁴; of uniform numbers it is less.
        double found = tensor.Sum(w => w * w) / tensor.Length;
        double spread = 6 * variance * Math.Sqrt(2.0 / tensor.Length);
        Assert.InRange(found, variance - spread, variance + spread);
        Assert.All(tensor, w => Assert.InRange(w, -bound, bound));
        if (double.IsFinite(bound))
            Assert.InRange(tensor.Max(), 0.999 * bound, bound);
        else
            Assert.InRange(tensor.Max(), 3.5 * Math.Sqrt(variance), 8.3 * Math.Sqrt(variance));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(7, 50)]
    [InlineData(50, 7)]
    [InlineData(1, 5)]
    public void Orthogonal_matrices_are_orthogonal(int rows, int columns)
    {
        double[] matrix = new double[rows * (columns + 2)];
        Initializer.Fill(matrix, columns, rows, rows, columns, columns + 2, Init.Orthogonal, double.NaN, 7, 3);
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double At(int k, int i) => rows <= columns ? matrix[(k * (columns + 2)) + i] : matrix[(i * (columns + 2)) + k];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Assert.Equal(a == b ? 1 : 0, Enumerable.Range(0, length).Sum(i => At(a, i) * At(b, i)), 14);
            }
        }

        Assert.All(Enumerable.Range(0, rows), r => Assert.Equal([0, 0], matrix[((r * (columns + 2)) + columns)..((r + 1) * (columns + 2))]));
        double[] scaled = new double[matrix.Length];
        Initializer.Fill(scaled, columns, rows, rows, columns, columns + 2, Init.Orthogonal, 0.5, 7, 3);
        Assert.Equal(matrix.Select(w => 0.5 * w), scaled);
    }

    [Theory]
    [InlineData(Init.He)]
    [InlineData(Init.Orthogonal)]
    [InlineData(Init.LeCun)]
    [InlineData(Init.Constant)]
    public void Padding_is_zero_and_does_not_change_the_values(Init init)
    {
        double[] packed = new double[5 * 7], padded = new double[5 * 12];
        Array.Fill(padded, double.NaN);
        Initializer.Fill(packed, 7, 5, 5, 7, 7, init, double.NaN, 1, 2);
        Initializer.Fill(padded, 7, 5, 5, 7, 12, init, double.NaN, 1, 2);
        for (int r = 0; r < 5; r++)
        {
            Assert.Equal(packed[(r * 7)..((r + 1) * 7)], padded[(r * 12)..((r * 12) + 7)]);
            Assert.All(padded[((r * 12) + 7)..((r + 1) * 12)], value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData(Init.Xavier)]
    [InlineData(Init.HeNormal)]
    [InlineData(Init.Constant)]
    public void Single_precision_is_double_precision_rounded(Init init)
    {
        float[] single = new float[33 * 8];
        double[] both = new double[33 * 8];
        Initializer.Fill(single, 9, 5, 33, 5, 8, init, double.NaN, 11, 12);
        Initializer.Fill(both, 9, 5, 33, 5, 8, init, double.NaN, 11, 12);
        Assert.Equal(Array.ConvertAll(both, value => (float)value), single);
    }

    [Fact]
    public void Scale_is_the_constant_the_bound_and_the_standard_deviation()
    {
        Assert.All(Fill(Init.Constant, 0.3), value => Assert.Equal(0.3, value));
        Assert.All(Fill(Init.Constant, double.NaN), value => Assert.Equal(0.05, value));
        Assert.All(Fill(Init.Zeros, 0.3), value => Assert.Equal(0, value));
        Assert.Equal(Fill(Init.Uniform, 1).Select(value => 0.25 * value), Fill(Init.Uniform, 0.25));
        Assert.Equal(Fill(Init.Normal, 1).Select(value => 0.25 * value), Fill(Init.Normal, 0.25));
        Assert.NotEqual(Fill(Init.Normal, 1), Fill(Init.Uniform, 1));
    }

    [Fact]
    public void Seed_and_tensor_each_change_the_values()
    {
        double[] original = Fill(Init.Normal, 1);
        Assert.Equal(original.Length, original.Distinct().Count());
        Assert.Equal(original, Fill(Init.Normal, 1));
        Assert.NotEqual(original, Fill(Init.Normal, 1, seed: 2));
        Assert.NotEqual(original, Fill(Init.Normal, 1, tensorIndex: 3));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        double[] tensor = new double[12];
        Assert.Throws<ArgumentException>(() => Initializer.Fill(tensor, 1, 1, 3, 4, 4, Init.Default, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => Initializer.Fill(tensor, 1, 1, 3, 4, 3, Init.Normal, 1, 1, 1));
        Assert.Throws<ArgumentException>(() => Initializer.Fill(tensor, 1, 1, 3, 4, 5, Init.Normal, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Fill(tensor, 0, 1, 3, 4, 4, Init.He, 1, 1, 1));
    }

    private static double[] Fill(Init init, double scale, ulong seed = 1, ulong tensorIndex = 2)
    {
        double[] tensor = new double[100];
        Initializer.Fill(tensor, 10, 10, 10, 10, 10, init, scale, seed, tensorIndex);
        return tensor;
    }
}
