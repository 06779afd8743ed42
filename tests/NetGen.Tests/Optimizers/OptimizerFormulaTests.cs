using Xunit;

namespace NetGen.Tests;

/// <summary>
/// What the golden cases leave out, against the formulas written down in plain double arithmetic: 40 steps of one parameter
/// with a gradient that depends on it.
/// </summary>
public class OptimizerFormulaTests
{
    private const double Rate = 0.05, Decay = 0.02, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3;

    [Fact]
    public void Adamax()
    {
        double m = 0, u = 0;
        Check(new Adamax(Rate, Beta1, Beta2, Epsilon, Decay), (w, g, k) =>
        {
            g += Decay * w;
            m = (Beta1 * m) + ((1 - Beta1) * g);
            u = Math.Max(Beta2 * u, Math.Abs(g) + Epsilon);
            return w - (Rate / (1 - Math.Pow(Beta1, k)) * m / u);
        });
    }

    [Fact]
    public void SGD_with_dampening()
    {
        double v = 0;
        Check(new SGD(Rate, 0.9, 0.4, weightDecay: Decay), (w, g, k) =>
        {
            g += Decay * w;
            v = k == 1 ? g : (0.9 * v) + (0.6 * g);
            return w - (Rate * v);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void RMSProp_centered(double momentum)
    {
        double v = 0, h = 0, b = 0;
        Check(new RMSProp(Rate, 0.9, Epsilon, momentum, centered: true, Decay), (w, g, k) =>
        {
            g += Decay * w;
            v = (0.9 * v) + (0.1 * g * g);
            h = (0.9 * h) + (0.1 * g);
            b = (momentum * b) + (g / (Math.Sqrt(v - (h * h)) + Epsilon));
            return w - (Rate * b);
        });
    }

    [Fact]
    public void RMSProp_with_momentum_and_decay()
    {
        double v = 0, b = 0;
        Check(new RMSProp(Rate, 0.9, Epsilon, 0.5, weightDecay: Decay), (w, g, k) =>
        {
            g += Decay * w;
            v = (0.9 * v) + (0.1 * g * g);
            b = (0.5 * b) + (g / (Math.Sqrt(v) + Epsilon));
            return w - (Rate * b);
        });
    }

    [Fact]
    public void Adagrad_with_a_falling_rate_and_a_start()
    {
        double v = 0.3;
        Check(new Adagrad(Rate, 0.1, Epsilon, 0.3, Decay), (w, g, k) =>
        {
            g += Decay * w;
            v += g * g;
            return w - (Rate / (1 + ((k - 1) * 0.1)) * g / (Math.Sqrt(v) + Epsilon));
        });
    }

    [Fact]
    public void Adadelta_with_decay()
    {
        double v = 0, d = 0;
        Check(new Adadelta(0.5, 0.8, Epsilon, Decay), (w, g, k) =>
        {
            g += Decay * w;
            v = (0.8 * v) + (0.2 * g * g);
            double step = Math.Sqrt(d + Epsilon) / Math.Sqrt(v + Epsilon) * g;
            d = (0.8 * d) + (0.2 * step * step);
            return w - (0.5 * step);
        });
    }

    [Fact]
    public void NAdam_with_decay()
    {
        double m = 0, v = 0, product = 1;
        Check(new NAdam(Rate, Beta1, Beta2, Epsilon, Decay, 0.1), (w, g, k) =>
        {
            g += Decay * w;
            m = (Beta1 * m) + ((1 - Beta1) * g);
            v = (Beta2 * v) + ((1 - Beta2) * g * g);
            double mu = Momentum(k), next = Momentum(k + 1);
            product *= mu;
            double direction = (next * m / (1 - (product * next))) + ((1 - mu) * g / (1 - product));
            return w - (Rate * direction / (Math.Sqrt(v / (1 - Math.Pow(Beta2, k))) + Epsilon));
        });

        static double Momentum(int k) => Beta1 * (1 - (0.5 * Math.Pow(0.96, k * 0.1)));
    }

    [Fact]
    public void RAdam_with_decay()
    {
        double m = 0, v = 0;
        bool plain = false, rectified = false;
        Check(new RAdam(Rate, Beta1, Beta2, Epsilon, Decay), (w, g, k) =>
        {
            g += Decay * w;
            m = (Beta1 * m) + ((1 - Beta1) * g);
            v = (Beta2 * v) + ((1 - Beta2) * g * g);
            double average = m / (1 - Math.Pow(Beta1, k)), power = Math.Pow(Beta2, k);
            double limit = (2 / (1 - Beta2)) - 1, length = limit - (2 * k * power / (1 - power));
            plain |= length <= 5;
            rectified |= length > 5;
            return length <= 5
                ? w - (Rate * average)
                : w - (Rate * average * Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)) * Math.Sqrt(1 - power) / (Math.Sqrt(v) + Epsilon));
        });
        Assert.True(plain && rectified);
    }

    [Fact]
    public void AdamW_with_AMSGrad()
    {
        double m = 0, v = 0, largest = 0;
        bool held = false;
        Check(new AdamW(Rate, Beta1, Beta2, Epsilon, Decay, amsgrad: true), (w, g, k) =>
        {
            w -= Rate * Decay * w;
            m = (Beta1 * m) + ((1 - Beta1) * g);
            v = (Beta2 * v) + ((1 - Beta2) * g * g);
            held |= v < largest;
            largest = Math.Max(largest, v);
            return w - (Rate * (m / (1 - Math.Pow(Beta1, k))) / (Math.Sqrt(largest / (1 - Math.Pow(Beta2, k))) + Epsilon));
        });
        Assert.True(held);
    }

    [Fact]
    public void Epsilon_0_leaves_parameters_without_gradients_as_they_are()
    {
        Optimizer[] all =
        [
            new Adam(epsilon: 0), new Adam(epsilon: 0, amsgrad: true), new AdamW(epsilon: 0), new Adamax(epsilon: 0), new NAdam(epsilon: 0), new RAdam(epsilon: 0),
            new RMSProp(epsilon: 0), new RMSProp(epsilon: 0, momentum: 0.5), new RMSProp(epsilon: 0, centered: true), new Adagrad(epsilon: 0), new Adadelta(epsilon: 0),
        ];
        foreach (Optimizer optimizer in all)
        {
            float[] parameters = [0, 1];
            for (int step = 0; step < 10; step++)
                optimizer.Step(parameters, [0, 0.5f]);
            Assert.Equal(0, parameters[0]);
            Assert.True(float.IsFinite(parameters[1]), optimizer.GetType().Name);
        }
    }

    /// <summary>The gradient swings and dies down, so that averages rise and fall.</summary>
    private static void Check(Optimizer optimizer, Func<double, double, int, double> reference)
    {
        double expected = 1.5;
        double[] actual = [1.5];
        for (int k = 1; k <= 40; k++)
        {
            expected = reference(expected, Gradient(expected, k), k);
            optimizer.Step(actual, [Gradient(actual[0], k)]);
            Assert.Equal(expected, actual[0], 1e-10);
        }

        static double Gradient(double w, int k) => ((0.4 * w) + Math.Sin(k)) * Math.Exp(-0.05 * k);
    }
}
