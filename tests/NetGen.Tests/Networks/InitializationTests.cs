using Xunit;

namespace NetGen.Tests;

/// <summary>The initializer is chosen by the activation that follows, past what stands between.</summary>
public sealed partial class InitializationTests
{
    private const int Width = 100;

    [Network<double>, Input(Width), Dense(Width), LayerNorm, ReLU]
    [Dense(Width), BatchNorm, Dropout(0.1), SELU]
    [Dense(Width), RMSNorm, Tanh]
    [Dense(Width), GaussianNoise(0.1), LayerNorm(Affine = false), GELU]
    [Dense(Width), LayerNorm]
    [Dense(Width, Init = Init.Xavier), LayerNorm, ReLU]
    internal sealed partial class Rows;

    [Network<double>, Input(4, 5, 5), Conv2D(40, 3), BatchNorm, ReLU]
    [Conv2D(40, 3), BatchNorm, Flatten, SELU]
    [Dense(Width), Reshape(10, 10), LayerNorm, LeakyReLU]
    internal sealed partial class Maps;

    [Fact]
    public void It_looks_through_norms_and_dropout_to_the_activation()
    {
        const double He = 2.0 / Width, Xavier = 2.0 / (Width + Width), LeCun = 1.0 / Width;
        Rows net = new(seed: 1);
        CheckVariance("dense1.weight", He);
        CheckVariance("dense2.weight", LeCun);
        CheckVariance("dense3.weight", Xavier);
        CheckVariance("dense4.weight", He);
        CheckVariance("dense5.weight", Xavier);
        CheckVariance("dense6.weight", Xavier);

        // Xavier and LeCun give the same variance here, but Xavier is uniform.
        Assert.True(Read("dense2.weight").Max() > Math.Sqrt(3 * Xavier));
        Assert.True(Read("dense3.weight").Max() < Math.Sqrt(3 * Xavier));

        double[] Read(string name)
        {
            double[] values = new double[Width * Width];
            net.GetParameter(name, values);
            return values;
        }

        void CheckVariance(string name, double variance) => Assert.InRange(Read(name).Average(w => w * w), 0.93 * variance, 1.07 * variance);
    }

    [Fact]
    public void It_looks_through_norms_of_channels_and_changes_of_shape()
    {
        Maps net = new(seed: 1);
        CheckVariance("conv2D1.weight", 40 * 4 * 9, 2.0 / (4 * 9));
        CheckVariance("conv2D2.weight", 40 * 40 * 9, 1.0 / (40 * 9));
        CheckVariance("dense1.weight", 40 * Width, 2.0 / 40);

        void CheckVariance(string name, int count, double variance)
        {
            double[] values = new double[count];
            net.GetParameter(name, values);
            Assert.InRange(values.Average(w => w * w), 0.9 * variance, 1.1 * variance);
        }
    }
}
