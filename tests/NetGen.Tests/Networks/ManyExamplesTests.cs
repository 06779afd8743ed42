using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>Batches of more examples than go through the layers of a small network together.</summary>
public sealed partial class ManyExamplesTests
{
    private const int Examples = 523, Hidden = 12;
    private const double Rate = 0.4;

    [Network, Input(6), Dense(Hidden), Tanh, Dropout(Rate, Name = "dropped"), Dense(3), SoftmaxCrossEntropy]
    internal sealed partial class Small;

    [Network<double>, Input(6), Dense(12), Tanh, Dense(3), HalfSquaredError]
    internal sealed partial class InDouble;

    [Network, Input(1, 6, 6), Conv2D(2, 3), ReLU, MaxPool2D(2), Flatten, Dense(3), SoftmaxCrossEntropy]
    internal sealed partial class Images;

    [Network, Input(5, Name = "a"), Input(3, Name = "b"), Dense(7, From = "a"), Tanh, Concat("b"), Dense(2), HalfSquaredError]
    internal sealed partial class TwoInputs;

    private readonly Small _network = new(seed: 5);
    private readonly float[] _inputs;
    private readonly float[] _mask = new float[Examples * Hidden];

    public ManyExamplesTests()
    {
        PhiloxRandom random = new(6);
        _inputs = [.. Enumerable.Range(0, Examples * Small.InputSize).Select(_ => (float)(2 * random.NextDouble() - 1))];
        DropoutMask.Fill(_mask, Rate, seed: 5, layer: 0, step: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_has_the_outputs_that_it_has_in_a_small_batch(int threads)
    {
        Workspace<float> workspace = _network.CreateWorkspace(Examples, threads: threads);
        workspace.DividesAlways = true;
        foreach (int count in new[] { 1, 127, 128, 255, 256, 257, 384, 511, Examples })
        {
            float[] outputs = _network.Forward(workspace, _inputs.AsSpan(0, count * Small.InputSize), training: false).ToArray();
            Assert.Equal(OfSmallBatches(count, training: false), outputs);
        }
    }

    [Fact]
    public void In_double_precision() => CheckForward<InDouble, double>();

    [Fact]
    public void Of_images() => CheckForward<Images, float>();

    [Fact]
    public void Of_two_inputs() => CheckForward<TwoInputs, float>();

    private static void CheckForward<TNetwork, T>()
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Few = 32;
        TNetwork network = TNetwork.Create(3);
        PhiloxRandom random = new(4);
        T[] inputs = [.. Enumerable.Range(0, Examples * network.InputSize).Select(_ => T.CreateChecked(2 * random.NextDouble() - 1))];
        Workspace<T> few = network.CreateWorkspace(Few);
        T[] expected = [.. inputs.Chunk(Few * network.InputSize).SelectMany(some => network.Forward(few, some, training: false).ToArray())];
        for (int threads = 1; threads <= 3; threads++)
        {
            Workspace<T> workspace = network.CreateWorkspace(Examples, threads: threads);
            workspace.DividesAlways = true;
            Assert.Equal(expected, network.Forward(workspace, inputs, training: false).ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_mask_is_that_of_the_whole_batch(int threads)
    {
        Workspace<float> workspace = _network.CreateWorkspace(Examples, threads: threads);
        workspace.DividesAlways = true;
        Assert.Equal(OfSmallBatches(Examples, training: true), _network.Forward(workspace, _inputs).ToArray());
    }

    [Fact]
    public void A_fixed_mask_is_that_of_the_whole_batch()
    {
        Workspace<float> workspace = _network.CreateWorkspace(Examples);
        workspace.SetDropoutMask("dropped", _mask);
        _network.Forward(workspace, _inputs);
        Assert.Equal(OfSmallBatches(Examples, training: true), _network.Forward(workspace, _inputs).ToArray());
    }

    private float[] OfSmallBatches(int count, bool training)
    {
        const int Few = 40;
        List<float> outputs = [];
        Workspace<float> workspace = _network.CreateWorkspace(Few);
        for (int first = 0; first < count; first += Few)
        {
            int rows = Math.Min(Few, count - first);
            workspace.SetDropoutMask("dropped", _mask.AsSpan(first * Hidden, rows * Hidden));
            outputs.AddRange(_network.Forward(workspace, _inputs.AsSpan(first * Small.InputSize, rows * Small.InputSize), training));
        }

        return [.. outputs];
    }
}
