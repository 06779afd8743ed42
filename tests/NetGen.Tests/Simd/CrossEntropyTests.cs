using System.Numerics;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public sealed class CrossEntropyTests
{
    [Fact]
    public void Cross_entropies_of_floats() => CheckAll<float>(
        1e-6, (z, e, labels, classes, stride, largest, totals, losses) => Probabilities.CrossEntropy(in z[0], ref e[0], labels, classes, stride, largest, totals, losses));

    [Fact]
    public void Cross_entropies_of_doubles() => CheckAll<double>(
        1e-14, (z, e, labels, classes, stride, largest, totals, losses) => Probabilities.CrossEntropy(in z[0], ref e[0], labels, classes, stride, largest, totals, losses));

    private delegate void CrossEntropy<T>(T[] z, T[] e, int[] labels, int classes, int stride, T[] largest, T[] totals, double[] losses);

    private static void CheckAll<T>(double tolerance, CrossEntropy<T> compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int classes = 1; classes <= 21; classes++)
        {
            foreach (int rows in new[] { 1, 3, 17, 64 })
                Check(classes, rows, tolerance, compute);
        }
    }

    private static void Check<T>(int classes, int rows, double tolerance, CrossEntropy<T> compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PhiloxRandom random = new(8);
        int stride = (classes + 3) / 4 * 4;

        // The padding of logits may hold anything.
        T[] z = [.. Enumerable.Range(0, rows * stride).Select(i => T.CreateChecked(i % stride < classes ? 20 * (random.NextDouble() - 0.5) + i : 1e9))];
        T[] e = new T[rows * stride], largest = new T[rows], totals = new T[rows];
        double[] losses = new double[rows];
        int[] labels = [.. Enumerable.Range(0, rows).Select(r => r % classes)];
        compute(z, e, labels, classes, stride, largest, totals, losses);
        for (int r = 0; r < rows; r++)
        {
            double[] row = [.. z.Skip(r * stride).Take(classes).Select(double.CreateChecked)];
            double max = row.Max(), total = row.Sum(value => Math.Exp(value - max));
            Assert.Equal(max, double.CreateChecked(largest[r]));
            Assert.Equal(total, double.CreateChecked(totals[r]), tolerance * total);
            Assert.Equal(Math.Log(total) - (row[labels[r]] - max), losses[r], tolerance * (1 + max - row[labels[r]]));
            for (int c = 0; c < stride; c++)
                Assert.Equal(c < classes ? Math.Exp(row[c] - max) : 0, double.CreateChecked(e[r * stride + c]), c < classes ? tolerance : 0);
        }
    }

    [Fact]
    public void A_NaN_stays_in_its_row()
    {
        float[] z = [1, float.NaN, 2, 0, 1, 2, 3, 0], e = new float[8], largest = new float[2], totals = new float[2];
        double[] losses = new double[2];
        Probabilities.CrossEntropy(in z[0], ref e[0], [0, 1], 3, 4, largest, totals, losses);
        Assert.True(double.IsNaN(losses[0]));
        Assert.Equal(1 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-2)), losses[1], 1e-6);
    }
}
