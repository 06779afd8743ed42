using Xunit;

namespace NetGen.Tests;

/// <summary>A network that is used while its class is initialized: the tables of the generated part come after the user's fields.</summary>
[Network]
[Input(3)]
[Dense(5), Tanh, Dropout(0.25, Name = "drop"), GaussianNoise(0.5, Name = "noise")]
[Dense(2)]
[SoftmaxCrossEntropy]
public sealed partial class EarlyNet
{
    public static readonly float[] AtStart = new EarlyNet(seed: 7).Predict([1, 2, 3]);
}

/// <summary>The members that are the same for all networks: by the class and by its interfaces.</summary>
public class MembersTests
{
    [Fact]
    public void A_network_predicts_while_its_class_is_initialized() =>
        Assert.Equal(new EarlyNet(seed: 7).Predict([1, 2, 3]), EarlyNet.AtStart);

    [Fact]
    public void Code_for_any_network_copies_saves_and_loads_it()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            EarlyNet net = new(seed: 1);
            EarlyNet loaded = SavedAndLoaded(net, path);
            Assert.NotSame(net, loaded);
            Assert.Equal(net.Parameters.ToArray(), loaded.Parameters.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Code_for_any_network_trains_it()
    {
        EarlyNet net = new(seed: 1);
        float[] before = net.Parameters.ToArray();
        Assert.Single(Trained(net, new ArrayDataset<float, int>([1, 2, 3, 4, 5, 6], [0, 1], EarlyNet.InputSize)).Epochs);
        Assert.NotEqual(before, net.Parameters.ToArray());
    }

    [Fact]
    public void An_unknown_rate_names_the_known_ones()
    {
        ArgumentException unknown = Assert.Throws<ArgumentException>("layer", () => new EarlyNet().SetRate("dense1", 0.5));
        Assert.Contains("EarlyNet has no layer 'dense1' with a rate: drop, noise.", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_has_the_rates_and_keeps_its_own_afterwards()
    {
        EarlyNet net = new(seed: 3);
        net.SetRate("drop", 0);
        net.SetRate("noise", 0);
        EarlyNet copy = net.Clone();
        net.SetRate("noise", 2);
        Workspace<float> workspace = copy.CreateWorkspace(1);
        Assert.Equal(copy.Predict([1, 2, 3]), copy.Forward(workspace, [1, 2, 3]).ToArray());
    }

    private static TNet SavedAndLoaded<TNet>(TNet net, string path)
        where TNet : class, INetwork<TNet, float>
    {
        net.Clone().Save(path);
        return TNet.FromFile(path);
    }

    private static TrainingHistory Trained<TNet, TTarget>(TNet net, IDataset<float, TTarget> data)
        where TNet : class, ITrainableNetwork<TNet, float, TTarget>
        where TTarget : unmanaged => net.Fit(data, new FitOptions { Epochs = 1, BatchSize = 2 });
}
