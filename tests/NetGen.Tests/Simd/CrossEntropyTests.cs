using System.Numerics;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public sealed class CrossEntropyTests
{
    [Fact]
    public void Cross_entropies_of_floats() => CheckAll<float>(
        1e-6, (z, dz, labels, weights, classWeights, classes, stride, scale) => Probabilities.CrossEntropy(in z[0], ref dz[0], labels, weights, classWeights, classes, stride, scale));

    [Fact]
    public void Cross_entropies_of_doubles() => CheckAll<double>(
        1e-14, (z, dz, labels, weights, classWeights, classes, stride, scale) => Probabilities.CrossEntropy(in z[0], ref dz[0], labels, weights, classWeights, classes, stride, scale));

    private delegate double CrossEntropy<T>(T[] z, T[] dz, int[] labels, T[] weights, double[] classWeights, int classes, int stride, double scale);

    private static void CheckAll<T>(double tolerance, CrossEntropy<T> compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int classes in (int[])[.. Enumerable.Range(1, 21), 63, 64, 65, 100])
        {
            foreach (int rows in new[] { 1, 3, 17, 64, 65, 130 })
            {
                Check(classes, rows, isWeighted: false, hasClassWeights: false, tolerance, compute);
                Check(classes, rows, isWeighted: true, hasClassWeights: false, tolerance, compute);
                Check(classes, rows, isWeighted: rows % 2 == 0, hasClassWeights: true, tolerance, compute);
            }
        }
    }

    private static void Check<T>(int classes, int rows, bool isWeighted, bool hasClassWeights, double tolerance, CrossEntropy<T> compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const double Scale = 0.375;
        PhiloxRandom random = new(8);
        int stride = (classes + 3) / 4 * 4;

        // The padding of logits may hold anything.
        T[] z = [.. Enumerable.Range(0, rows * stride).Select(i => T.CreateChecked(i % stride < classes ? 20 * (random.NextDouble() - 0.5) + i / stride : 1e9))];
        T[] dz = new T[rows * stride + 1];
        dz[^1] = T.CreateChecked(7);
        int[] labels = [.. Enumerable.Range(0, rows).Select(r => r * 7 % classes)];
        T[] weights = isWeighted ? [.. labels.Select(_ => T.CreateChecked(random.NextDouble()))] : [];
        double[] classWeights = hasClassWeights ? [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble())] : [];
        double cost = 0, error = 0;
        double sum = compute(z, dz, labels, weights, classWeights, classes, stride, Scale);
        for (int r = 0; r < rows; r++)
        {
            double[] row = [.. z.Skip(r * stride).Take(classes).Select(double.CreateChecked)];
            double max = row.Max(), total = row.Sum(value => Math.Exp(value - max));
            double weight = (isWeighted ? double.CreateChecked(weights[r]) : 1) * (hasClassWeights ? classWeights[labels[r]] : 1);
            double loss = weight * (Math.Log(total) - (row[labels[r]] - max));
            cost += loss;
            error += tolerance * (1 + loss);
            for (int c = 0; c < stride; c++)
            {
                double expected = c < classes ? weight * Scale * (Math.Exp(row[c] - max) / total - (c == labels[r] ? 1 : 0)) : 0;
                Assert.Equal(expected, double.CreateChecked(dz[r * stride + c]), c < classes ? tolerance : 0);
            }
        }

        Assert.Equal(cost, sum, error);
        Assert.Equal(7, double.CreateChecked(dz[^1]));
    }

    [Fact]
    public void A_NaN_stays_in_its_row()
    {
        float[] z = [1, float.NaN, 2, 0, 1, 2, 3, 0], dz = new float[8];
        Assert.True(double.IsNaN(Probabilities.CrossEntropy(in z[0], ref dz[0], [0, 1], [], [], 3, 4, scale: 1)));
        Assert.All(dz[..3], value => Assert.True(float.IsNaN(value)));
        Assert.Equal(0, dz[3]);
        double total = 1 + Math.Exp(-1) + Math.Exp(-2);
        Assert.Equal([Math.Exp(-2) / total, Math.Exp(-1) / total - 1, 1 / total, 0], dz[4..].Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void Padding_is_zero_beside_a_NaN(int classes)
    {
        int stride = (classes + 3) / 4 * 4;
        float[] z = new float[stride], dz = new float[stride];
        double[] zOfDoubles = new double[stride], dzOfDoubles = new double[stride];
        z[1] = float.NaN;
        zOfDoubles[1] = double.NaN;
        Probabilities.CrossEntropy(in z[0], ref dz[0], [0], [], [], classes, stride, scale: 1);
        Probabilities.CrossEntropy(in zOfDoubles[0], ref dzOfDoubles[0], [0], [], [], classes, stride, scale: 1);
        Assert.All(dz[classes..], value => Assert.Equal(0, value));
        Assert.All(dzOfDoubles[classes..], value => Assert.Equal(0, value));
        Assert.True(float.IsNaN(dz[0]) && double.IsNaN(dzOfDoubles[0]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(70)]
    public void No_gradient_is_subnormal(int classes)
    {
        // Exponentials that are subnormal, and such that only their products with the scale would be.
        int stride = (classes + 3) / 4 * 4, rows = 40;
        float[] z = new float[rows * stride], dz = new float[z.Length];
        double[] zOfDoubles = new double[z.Length], dzOfDoubles = new double[z.Length];
        for (int r = 0; r < rows; r++)
        {
            z[r * stride] = 80 + r / 2f;
            zOfDoubles[r * stride] = 700 + r;
        }

        Probabilities.CrossEntropy(in z[0], ref dz[0], new int[rows], [], [], classes, stride, scale: 1.0 / 64);
        Probabilities.CrossEntropy(in zOfDoubles[0], ref dzOfDoubles[0], new int[rows], [], [], classes, stride, scale: 1.0 / 64);
        Assert.DoesNotContain(dz, float.IsSubnormal);
        Assert.DoesNotContain(dzOfDoubles, double.IsSubnormal);
        Assert.Equal(Math.Exp(-80) / 64, dz[1], 1e-6 * Math.Exp(-80));
    }

    [Fact]
    public void Rows_in_lanes_give_the_bits_of_one_row_alone()
    {
        PhiloxRandom random = new(9);
        for (int classes = 2; classes <= 20; classes += 3)
        {
            int stride = (classes + 3) / 4 * 4, rows = 37;
            float[] z = [.. Enumerable.Range(0, rows * stride).Select(_ => (float)(8 * random.NextDouble()))], dz = new float[z.Length], one = new float[stride];
            int[] labels = [.. Enumerable.Range(0, rows).Select(r => r % classes)];
            Probabilities.CrossEntropy(in z[0], ref dz[0], labels, [], [], classes, stride, 0.1);
            for (int r = 0; r < rows; r++)
            {
                Probabilities.CrossEntropy(in z[r * stride], ref one[0], [labels[r]], [], [], classes, stride, 0.1);
                Assert.Equal(one, dz[(r * stride)..((r + 1) * stride)]);
            }
        }
    }
}
