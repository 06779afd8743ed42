using NetGen;

namespace Playground.Tests;

/// <summary>The family against networks that the generator wrote for just these widths: the same bits, where nothing says otherwise.</summary>
public sealed class FamilyTests
{
    private const string Data = "data=spiral&seed=7";

    [Fact]
    public void Two_layers_of_tanh_have_the_exact_networks_bits() =>
        Same<TwoTanh>(Data + "&features=x1.x2&layers=3-5&activation=tanh", 0, (net, workspace, inputs, targets) => net.Loss(workspace, targets));

    [Fact]
    public void One_layer_of_sigmoid_with_penalties_has_the_exact_networks_numbers() =>
        Same<PenalizedSigmoid>(Data + "&features=x1.x2.sinx1&layers=6&activation=sigmoid&loss=squared&l1=0.001&l2=0.01&optimizer=sgd&rate=0.03", -1, (net, workspace, inputs, targets) => net.Loss(workspace, targets), tolerance: 1e-5f);

    [Fact]
    public void Three_layers_of_softplus_have_the_exact_networks_bits() =>
        Same<ThreeSoftplus>(Data + "&features=x1sq.x1x2&layers=8-1-4&activation=softplus&loss=hinge", -1, (net, workspace, inputs, targets) => net.Loss(workspace, targets));

    [Fact]
    public void No_layer_by_the_perceptron_rule_has_the_exact_networks_bits() =>
        Same<Perceptron>("data=gauss&features=x1.x2&layers=&loss=perceptron&optimizer=sgd&rate=0.1", 0, (net, workspace, inputs, targets) => net.Loss(workspace, targets));

    [Fact]
    public void Six_layers_of_ReLU_have_the_exact_networks_bits() =>
        Same<SixReLU>(Data + "&features=x1.x2&layers=2-3-4-5-6-7&activation=relu", 0, (net, workspace, inputs, targets) => net.Loss(workspace, targets));

    /// <summary>
    /// Both take the steps of one session's batches. Every weight and the cost are compared after each.
    /// </summary>
    private static void Same<TNetwork>(string address, float no, Func<TNetwork, Workspace<float>, float[], float[], float> loss, float tolerance = 0)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, float>
    {
        Settings settings = SettingTable.Read(address);
        Model family = Family.Create(settings);
        TNetwork exact = TNetwork.Create((long)settings.Seed);
        Workspace<float> workspace = exact.CreateWorkspace(30);
        Optimizer optimizer = OptimizerKind.Of(settings.Optimizer).Create(settings.Rate);
        Feature[] features = [.. settings.ChosenFeatures];
        PointSet points = DataSet.Points(settings);
        for (int step = 0; step < 40; step++)
        {
            Point[] batch = [.. points.Train.Skip(step * 6).Take(30)];
            float[] inputs = [.. batch.SelectMany(point => features.Select(feature => feature.Of(point.X, point.Y)))];
            float[] targets = [.. batch.Select(point => point.Target)];
            exact.Forward(workspace, inputs);
            float cost = loss(exact, workspace, inputs, [.. targets.Select(target => target < 0 ? no : target)]);
            exact.Step(workspace, optimizer);
            Assert.Equal(cost, family.Step(inputs, targets), Math.Abs(cost) * 1e-6);
            SameWeights(exact, (IWeights)family, tolerance);
        }
    }

    private static void SameWeights<TNetwork>(TNetwork exact, IWeights family, float tolerance)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        for (int layer = 1; layer < family.Sizes.Count; layer++)
        {
            (int inputs, int units) = (family.Sizes[layer - 1], family.Sizes[layer]);
            float[] weight = new float[inputs * units], bias = new float[units];
            exact.GetParameter($"dense{layer}.weight", weight);
            exact.GetParameter($"dense{layer}.bias", bias);
            float[] all = [.. bias, .. weight];
            float[] ours = [.. Enumerable.Range(0, units).Select(unit => family[new(layer, unit, -1)]), .. Enumerable.Range(0, units).SelectMany(unit => Enumerable.Range(0, inputs).Select(input => family[new(layer, unit, input)]))];
            Assert.All(all.Zip(ours), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        }
    }
}

[Network, Input(2), Dense(3), Tanh, Dense(5), Tanh, Dense(1), BinaryCrossEntropy]
internal sealed partial class TwoTanh;

[Network, Input(3), Dense(6), Sigmoid, Dense(1), MeanSquaredError, L1(0.001), L2(0.01)]
internal sealed partial class PenalizedSigmoid;

[Network, Input(2), Dense(8), Softplus, Dense(1), Softplus, Dense(4), Softplus, Dense(1), Hinge]
internal sealed partial class ThreeSoftplus;

[Network, Input(2), Dense(1), HardThreshold, PerceptronRule]
internal sealed partial class Perceptron;

[Network, Input(2), Dense(2), ReLU, Dense(3), ReLU, Dense(4), ReLU, Dense(5), ReLU, Dense(6), ReLU, Dense(7), ReLU, Dense(1), BinaryCrossEntropy]
internal sealed partial class SixReLU;
