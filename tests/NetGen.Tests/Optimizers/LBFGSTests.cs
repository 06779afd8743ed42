using Xunit;

namespace NetGen.Tests;

public sealed partial class LBFGSTests
{
    [Network<double>]
    [Input(1)]
    [Dense(10), Tanh]
    [Dense(1)]
    [MeanSquaredError]
    internal sealed partial class Curve;

    [Network]
    [Input(1)]
    [Dense(10), Tanh]
    [Dense(2)]
    [SoftmaxCrossEntropy, L2(1e-3)]
    internal sealed partial class Classes;

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Rosenbrocks_valley_is_followed_to_its_minimum(int size)
    {
        double[] x = [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? -1.2 : 1)];
        LBFGSResult result = new LBFGS { MaximumIterations = 2000, CostTolerance = 0 }.Minimize(Rosenbrock, x);
        Assert.InRange(result.LargestGradient, 0, 1e-7);
        Assert.True(result.Stop == LBFGSStop.GradientTolerance, result.ToString());
        Assert.All(x, value => Assert.Equal(1, value, 1e-6));
        Assert.InRange(result.Iterations, 10, 600);
        Assert.InRange(result.Evaluations, result.Iterations, 3 * result.Iterations);
    }

    [Fact]
    public void A_cost_that_is_not_defined_everywhere_is_minimized_where_it_is()
    {
        // x − ln x: the minimum is at 1, and beyond 0 there is nothing.
        double[] x = [50];
        LBFGSResult result = new LBFGS().Minimize((p, g) =>
        {
            g[0] = 1 - (1 / p[0]);
            return p[0] - Math.Log(p[0]);
        }, x);
        Assert.Equal(1, x[0], 1e-6);
        Assert.Equal(1, result.Cost, 1e-12);
    }

    [Fact]
    public void A_small_fit_reaches_digits_that_Adam_does_not()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (i / 20.0) - 1)], y = [.. x.Select(v => Math.Sin(2 * v))];
        Curve net = new(seed: 1), other = new(seed: 1);
        other.Fit(x, y, new FitOptions { Optimizer = new Adam(0.01), BatchSize = 40, Epochs = 500 });
        LBFGSResult result = new LBFGS { MaximumIterations = 500 }.Minimize(net, x, y);
        Assert.InRange(result.Cost, 0, 1e-7);
        Assert.True(result.Cost < other.Evaluate(x, y) / 10, $"{result.Cost} and {other.Evaluate(x, y)}");
        Assert.Equal(result.Cost, net.Evaluate(x, y), 1e-15);

        Curve twin = new(seed: 1);
        Assert.Equal(result, new LBFGS { MaximumIterations = 500 }.Minimize(twin, x, y));
        Assert.Equal(net.Parameters.ToArray(), twin.Parameters.ToArray());
    }

    [Fact]
    public void Single_precision_class_labels_and_penalties_are_served_too()
    {
        float[] x = [.. Enumerable.Range(0, 40).Select(i => (i / 20f) - 1)];
        int[] labels = [.. x.Select(v => v * v > 0.3f ? 1 : 0)];
        Classes net = new(seed: 2);
        double before = net.Evaluate(x, labels);
        new LBFGS().Minimize(net, x, labels);
        Assert.InRange(net.Evaluate(x, labels), 0, before / 3);
        Assert.InRange(new Accuracy().Compute<float>(net.Predict(x), labels), 0.95, 1);
    }

    [Fact]
    public void It_says_why_it_ended()
    {
        double[] x = [-1.2, 1];
        Assert.Equal(LBFGSStop.MaximumIterations, new LBFGS { MaximumIterations = 3 }.Minimize(Rosenbrock, x).Stop);
        Assert.Equal(LBFGSStop.Cancelled, new LBFGS().Minimize(Rosenbrock, x, new CancellationToken(canceled: true)).Stop);
        Assert.Equal(LBFGSStop.GradientTolerance, new LBFGS().Minimize(Rosenbrock, [1, 1]).Stop);

        // The gradient points the wrong way.
        Assert.Equal(LBFGSStop.NoFurtherDescent, new LBFGS().Minimize((p, g) => { g[0] = -1; return p[0] * p[0]; }, [1]).Stop);
        Assert.Throws<ArgumentException>(() => new LBFGS().Minimize((p, g) => double.NaN, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LBFGS { HistorySize = 0 });
        Assert.Throws<ArgumentException>(() => new LBFGS().Minimize(new Curve(), [], []));
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double sum = 0;
        gradient.Clear();
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double a = 1 - x[i], b = x[i + 1] - (x[i] * x[i]);
            sum += (a * a) + (100 * b * b);
            gradient[i] += (-2 * a) - (400 * b * x[i]);
            gradient[i + 1] += 200 * b;
        }

        return sum;
    }
}
