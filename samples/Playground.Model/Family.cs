using NetGen;

namespace Playground;

/// <summary>
/// The networks that sliders choose among, compiled with the page: for each depth and activation one that takes all seven features and is eight units wide. A narrower
/// one is the same with weights that stay 0, see <see cref="FamilyModel{TNetwork}"/>. Noise and dropout have the rate 0 until it is set; the names let values and gradients be read.
/// </summary>
internal static class Family
{
    /// <summary>The inputs of each.</summary>
    public const int Features = 7;

    private static readonly Func<Settings, Model> s_ofDepth0 = Of<Linear>();

    // A row for each activation, in the order of ActivationKind.All, of depths from 1 on.
    private static readonly Func<Settings, Model>[][] s_networks =
    [
        [Of<ReLU1>(), Of<ReLU2>(), Of<ReLU3>(), Of<ReLU4>(), Of<ReLU5>(), Of<ReLU6>()],
        [Of<Tanh1>(), Of<Tanh2>(), Of<Tanh3>(), Of<Tanh4>(), Of<Tanh5>(), Of<Tanh6>()],
        [Of<Sigmoid1>(), Of<Sigmoid2>(), Of<Sigmoid3>(), Of<Sigmoid4>(), Of<Sigmoid5>(), Of<Sigmoid6>()],
        [Of<Identity1>(), Of<Identity2>(), Of<Identity3>(), Of<Identity4>(), Of<Identity5>(), Of<Identity6>()],
        [Of<Softplus1>(), Of<Softplus2>(), Of<Softplus3>(), Of<Softplus4>(), Of<Softplus5>(), Of<Softplus6>()],
        [Of<Sin1>(), Of<Sin2>(), Of<Sin3>(), Of<Sin4>(), Of<Sin5>(), Of<Sin6>()],
        [Of<HardThreshold1>(), Of<HardThreshold2>(), Of<HardThreshold3>(), Of<HardThreshold4>(), Of<HardThreshold5>(), Of<HardThreshold6>()],
    ];

    /// <summary>A new network of the depth, the widths and the activation of the settings.</summary>
    public static Model Create(Settings settings)
    {
        int depth = settings.Layers.Depth;
        if (depth == 0)
            return s_ofDepth0(settings);
        int activation = ActivationKind.All.ToList().FindIndex(kind => kind.Key == settings.Activation);
        return s_networks[activation][depth - 1](settings);
    }

    private static Func<Settings, Model> Of<TNetwork>()
        where TNetwork : class, INetwork<TNetwork, float> => static settings => new FamilyModel<TNetwork>(settings);
}

[Network, Input(7), GaussianNoise(0), Dense(1, Name = "z1")]
internal sealed partial class Linear;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), ReLU(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class ReLU1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), ReLU(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), ReLU(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class ReLU2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), ReLU(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), ReLU(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), ReLU(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class ReLU3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), ReLU(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), ReLU(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), ReLU(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), ReLU(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class ReLU4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), ReLU(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), ReLU(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), ReLU(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), ReLU(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), ReLU(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class ReLU5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), ReLU(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), ReLU(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), ReLU(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), ReLU(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), ReLU(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), ReLU(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class ReLU6;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Tanh(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class Tanh1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Tanh(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Tanh(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class Tanh2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Tanh(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Tanh(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Tanh(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class Tanh3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Tanh(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Tanh(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Tanh(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Tanh(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class Tanh4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Tanh(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Tanh(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Tanh(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Tanh(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Tanh(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class Tanh5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Tanh(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Tanh(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Tanh(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Tanh(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Tanh(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), Tanh(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class Tanh6;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sigmoid(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class Sigmoid1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sigmoid(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sigmoid(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class Sigmoid2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sigmoid(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sigmoid(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sigmoid(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class Sigmoid3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sigmoid(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sigmoid(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sigmoid(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Sigmoid(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class Sigmoid4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sigmoid(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sigmoid(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sigmoid(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Sigmoid(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Sigmoid(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class Sigmoid5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sigmoid(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sigmoid(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sigmoid(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Sigmoid(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Sigmoid(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), Sigmoid(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class Sigmoid6;

// Linear layers after one another are what the page shows to be one linear layer.
#pragma warning disable NG0101
[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Identity(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class Identity1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Identity(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Identity(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class Identity2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Identity(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Identity(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Identity(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class Identity3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Identity(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Identity(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Identity(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Identity(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class Identity4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Identity(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Identity(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Identity(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Identity(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Identity(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class Identity5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Identity(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Identity(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Identity(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Identity(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Identity(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), Identity(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class Identity6;
#pragma warning restore NG0101

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Softplus(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class Softplus1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Softplus(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Softplus(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class Softplus2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Softplus(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Softplus(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Softplus(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class Softplus3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Softplus(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Softplus(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Softplus(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Softplus(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class Softplus4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Softplus(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Softplus(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Softplus(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Softplus(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Softplus(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class Softplus5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Softplus(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Softplus(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Softplus(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Softplus(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Softplus(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), Softplus(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class Softplus6;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sin(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class Sin1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sin(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sin(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class Sin2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sin(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sin(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sin(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class Sin3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sin(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sin(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sin(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Sin(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class Sin4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sin(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sin(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sin(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Sin(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Sin(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class Sin5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), Sin(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sin(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), Sin(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), Sin(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), Sin(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), Sin(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class Sin6;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(1, Name = "z2")]
internal sealed partial class HardThreshold1;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), HardThreshold(Name = "h2"), Dropout(0), Dense(1, Name = "z3")]
internal sealed partial class HardThreshold2;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), HardThreshold(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), HardThreshold(Name = "h3"), Dropout(0), Dense(1, Name = "z4")]
internal sealed partial class HardThreshold3;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), HardThreshold(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), HardThreshold(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), HardThreshold(Name = "h4"), Dropout(0), Dense(1, Name = "z5")]
internal sealed partial class HardThreshold4;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), HardThreshold(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), HardThreshold(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), HardThreshold(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), HardThreshold(Name = "h5"), Dropout(0), Dense(1, Name = "z6")]
internal sealed partial class HardThreshold5;

[Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), HardThreshold(Name = "h2"), Dropout(0), Dense(8, Name = "z3"), HardThreshold(Name = "h3"), Dropout(0), Dense(8, Name = "z4"), HardThreshold(Name = "h4"), Dropout(0), Dense(8, Name = "z5"), HardThreshold(Name = "h5"), Dropout(0), Dense(8, Name = "z6"), HardThreshold(Name = "h6"), Dropout(0), Dense(1, Name = "z7")]
internal sealed partial class HardThreshold6;
