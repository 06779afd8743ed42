using Xunit;

namespace NetGen.Tests;

public sealed class SyntheticDataTests
{
    [Fact]
    public void Classes_lie_where_they_should()
    {
        Each(SyntheticData.Xor(500, seed: 1), (x, y, label) =>
        {
            Assert.Equal(x * y > 0 ? 1 : 0, label);
            Assert.InRange(Math.Abs(x), 0.3, 5.3);
        });
        Each(SyntheticData.Circle(500, seed: 1), (x, y, label) =>
        {
            double r = Math.Sqrt((x * x) + (y * y));
            Assert.True(label == 1 ? r <= 2.500001 : r is > 3.499 and < 5.001, $"{x} {y} {label}");
        });
        Each(SyntheticData.Gaussians(500, seed: 1), (x, y, label) => Assert.Equal(label, x + y > 0 ? 1 : 0));
        Each(SyntheticData.Spirals(500, seed: 1), (x, y, label) =>
        {
            // The angle from the y axis, in half turns, tells the arm.
            double r = Math.Sqrt((x * x) + (y * y)), along = r / 5, angle = Math.Atan2(x, y) / Math.PI;
            double arm = Math.Abs(Math.IEEERemainder((3.5 * along) - angle, 2));
            if (r > 0.01)
                Assert.Equal(label == 1 ? 0 : 1, arm, 1e-4);
        });
        Each(SyntheticData.Moons(500, seed: 1), (x, y, label) =>
        {
            (double dx, double dy) = label == 0 ? (x, y) : (1 - x, 0.5 - y);
            Assert.Equal(1, Math.Sqrt((dx * dx) + (dy * dy)), 1e-6);
            Assert.True(dy >= -1e-6);
        });
    }

    [Fact]
    public void Curves_have_their_values()
    {
        Each(SyntheticData.RegressionPlane(300, seed: 1), (x, y, value) => Assert.Equal((x + y) / 10, value, 1e-6));
        double largest = 0, smallest = 0;
        Each(SyntheticData.RegressionGaussian(3000, seed: 1), (_, _, value) => (largest, smallest) = (Math.Max(largest, value), Math.Min(smallest, value)));
        Assert.InRange(largest, 0.9, 1);
        Assert.InRange(smallest, -1, -0.9);
        ArrayDataset<float, float> sine = SyntheticData.Sine(300, seed: 1);
        float[] x = new float[1], y = new float[1];
        for (int i = 0; i < sine.Count; i++)
        {
            sine.CopyTo([i], x, y);
            Assert.Equal(Math.Sin(x[0]), y[0], 1e-6);
        }
    }

    [Fact]
    public void The_seed_decides_and_noise_moves_points()
    {
        float[] Inputs(ArrayDataset<float, int> data)
        {
            float[] inputs = new float[2 * data.Count];
            data.CopyTo([.. Enumerable.Range(0, data.Count)], inputs, new int[data.Count]);
            return inputs;
        }

        Func<double, long, ArrayDataset<float, int>>[] sets = [(n, s) => SyntheticData.Gaussians(60, n, s), (n, s) => SyntheticData.Spirals(60, n, s), (n, s) => SyntheticData.Moons(60, n, s)];
        foreach (Func<double, long, ArrayDataset<float, int>> set in sets)
        {
            Assert.Equal(Inputs(set(0.1, 5)), Inputs(set(0.1, 5)));
            Assert.NotEqual(Inputs(set(0.1, 5)), Inputs(set(0.1, 6)));
            Assert.NotEqual(Inputs(set(0.1, 5)), Inputs(set(0.2, 5)));
        }

        // Points at the border change their class.
        int crossed = 0;
        Each(SyntheticData.Xor(500, noise: 0.5, seed: 1), (x, y, label) => crossed += label != (x * y > 0 ? 1 : 0) ? 1 : 0);
        Assert.InRange(crossed, 50, 250);
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticData.Xor(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticData.Xor(10, noise: -1));
    }

    private static void Each(ArrayDataset<float, int> data, Action<double, double, int> check)
    {
        float[] inputs = new float[2];
        int[] labels = [0];
        int ones = 0;
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyTo([i], inputs, labels);
            check(inputs[0], inputs[1], labels[0]);
            ones += labels[0];
        }

        Assert.InRange(ones, 0.4 * data.Count, 0.6 * data.Count);
    }

    private static void Each(ArrayDataset<float, float> data, Action<double, double, double> check)
    {
        float[] inputs = new float[2], value = new float[1];
        for (int i = 0; i < data.Count; i++)
        {
            data.CopyTo([i], inputs, value);
            check(inputs[0], inputs[1], value[0]);
        }
    }
}
