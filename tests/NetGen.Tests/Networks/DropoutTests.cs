using Xunit;

namespace NetGen.Tests;

/// <summary>Dropout: masks that depend on seed and step alone, rates, and masks that the user fixes.</summary>
public sealed partial class DropoutTests
{
    private static readonly float[] s_ones = [.. Enumerable.Repeat(1f, 64 * 100)];

    /// <summary>Passes its inputs on, so that outputs show the mask.</summary>
    [Network, Input(100), Dropout(0.2), MeanSquaredError]
    internal sealed partial class Mask;

    [Network, Input(100), Identity, Dropout(0.2, Name = "outer")]
    internal sealed partial class OtherMask;

    private readonly Mask _net = new(seed: 3);
    private readonly Workspace<float> _workspace;

    /// <summary>A workspace for 64 examples.</summary>
    public DropoutTests() => _workspace = _net.CreateWorkspace(64, inputGradients: true);

    [Fact]
    public void Four_of_five_values_are_kept_and_made_larger_by_a_quarter()
    {
        int kept = 0;
        for (int step = 0; step < 20; step++)
        {
            float[] outputs = _net.Forward(_workspace, s_ones).ToArray();
            Assert.All(outputs, value => Assert.True(value is 0 or 1.25f));
            kept += outputs.Count(value => value != 0);
        }

        // 128,000 trials: five standard deviations are 0.0056.
        Assert.Equal(0.8, kept / (20.0 * 6400), 0.0056);
    }

    [Fact]
    public void A_mask_depends_on_seed_and_step_alone()
    {
        float[] first = _net.Forward(_workspace, s_ones).ToArray();
        Assert.Equal(1, _workspace.Step);
        float[] second = _net.Forward(_workspace, s_ones).ToArray();
        Assert.NotEqual(first, second);

        _workspace.Step = 0;
        Assert.Equal(first, _net.Forward(_workspace, s_ones).ToArray());

        Mask twin = new(seed: 3);
        Assert.Equal(first, twin.Forward(twin.CreateWorkspace(70), s_ones).ToArray());
        Mask other = new(seed: 4);
        Assert.NotEqual(first, other.Forward(other.CreateWorkspace(64), s_ones).ToArray());
        Assert.Equal(first[..1300], twin.Forward(twin.CreateWorkspace(13), s_ones.AsSpan(0, 1300)).ToArray());
    }

    [Fact]
    public void Inference_drops_nothing_and_counts_no_step()
    {
        Assert.Equal(s_ones, _net.Forward(_workspace, s_ones, training: false).ToArray());
        Assert.Equal(0, _workspace.Step);
        Assert.Equal(s_ones, _net.Predict(s_ones));

        float[] ones = [.. Enumerable.Repeat(1f, 6400)];
        _net.Backward(_workspace, ones);
        Assert.Equal(ones, _workspace.InputGradients.ToArray());
    }

    [Fact]
    public void Backward_passes_what_was_kept()
    {
        float[] outputs = _net.Forward(_workspace, s_ones).ToArray();
        _net.Backward(_workspace, s_ones);
        Assert.Equal(outputs, _workspace.InputGradients.ToArray());
    }

    [Fact]
    public void A_fixed_mask_is_used_until_it_is_cleared()
    {
        float[] free = _net.Forward(_workspace, s_ones.AsSpan(0, 300)).ToArray();
        float[] mask = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 0f : 1f)];
        _workspace.SetDropoutMask("dropout1", mask);
        for (int step = 0; step < 2; step++)
        {
            Assert.Equal(mask.Select(m => m * 1.25f), _net.Forward(_workspace, s_ones.AsSpan(0, 300)).ToArray());
        }

        Assert.Equal(mask[..200].Select(m => m * 1.25f), _net.Forward(_workspace, s_ones.AsSpan(0, 200)).ToArray());
        Assert.Throws<InvalidOperationException>(() => _net.Forward(_workspace, s_ones.AsSpan(0, 400)));
        _workspace.SetDropoutMask("dropout1", []);
        _workspace.Step = 0;
        Assert.Equal(free, _net.Forward(_workspace, s_ones.AsSpan(0, 300)).ToArray());
    }

    [Fact]
    public void Wrong_masks_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => _workspace.SetDropoutMask("dropout2", new float[100]));
        Assert.ThrowsAny<ArgumentException>(() => _workspace.SetDropoutMask("dropout1", new float[99]));
        Assert.ThrowsAny<ArgumentException>(() => _workspace.SetDropoutMask("dropout1", new float[65 * 100]));
        Assert.ThrowsAny<ArgumentException>(() => _workspace.SetDropoutMask("dropout1", [.. Enumerable.Repeat(0.5f, 100)]));
    }

    [Fact]
    public void A_rate_can_be_changed_by_the_layers_name()
    {
        OtherMask net = new(seed: 3);
        Workspace<float> workspace = net.CreateWorkspace(64);
        net.SetRate("outer", 0);
        Assert.Equal(s_ones, net.Forward(workspace, s_ones).ToArray());
        net.SetRate("outer", 0.75);
        float[] outputs = net.Forward(workspace, s_ones).ToArray();
        Assert.All(outputs, value => Assert.True(value is 0 or 4));
        Assert.InRange(outputs.Count(value => value != 0), 1200, 2000);

        Assert.ThrowsAny<ArgumentException>(() => net.SetRate("dropout1", 0.5));
        Assert.ThrowsAny<ArgumentException>(() => net.SetRate("outer", 1));
        Assert.ThrowsAny<ArgumentException>(() => net.SetRate("outer", -0.1));
        Assert.ThrowsAny<ArgumentException>(() => net.SetRate("outer", double.NaN));
    }
}
