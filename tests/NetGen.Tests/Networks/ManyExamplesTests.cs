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
