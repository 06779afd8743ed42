namespace NetGen.Programs.Tests;

public sealed class ClippingTests
{
    private readonly ArrayDataset<float, int> _data = Blobs.Create(24, seed: 1, shift: 5);

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(null, 0.02)]
    [InlineData(0.1, 0.02)]
    public void A_clipped_step_has_the_bits_of_backward_clipping_and_an_update(double? norm, double? value)
    {
        Rectified clipped = new(seed: 1), byHand = new(seed: 1), unclipped = new(seed: 1);
        Workspace<float> workspace = clipped.CreateWorkspace(24), other = byHand.CreateWorkspace(24), plain = unclipped.CreateWorkspace(24);
        Adam adam = new(0.01), otherAdam = new(0.01), plainAdam = new(0.01);
        (workspace.ClipNorm, workspace.ClipValue) = (norm, value);
        for (int step = 0; step < 5; step++)
        {
            clipped.Forward(workspace, _data.Inputs);
            clipped.Loss(workspace, _data.Targets);
            clipped.Step(workspace, adam);

            byHand.Forward(other, _data.Inputs);
            byHand.Loss(other, _data.Targets);
            byHand.Backward(other);
            if (value is { } bound)
                GradientClipping.ByValue(other.Gradients, bound);
            if (norm is { } most)
                GradientClipping.ByNorm(other.Gradients, most);
            otherAdam.Step(Rectified.Description, byHand.Parameters, other.Gradients);

            unclipped.Forward(plain, _data.Inputs);
            unclipped.Loss(plain, _data.Targets);
            unclipped.Step(plain, plainAdam);
            Assert.Equal(byHand.Parameters.ToArray(), clipped.Parameters.ToArray());
        }

        Assert.NotEqual(unclipped.Parameters.ToArray(), clipped.Parameters.ToArray());
        (workspace.ClipNorm, workspace.ClipValue) = (null, null);
        unclipped.CopyFrom(clipped);
        clipped.Forward(workspace, _data.Inputs);
        clipped.Loss(workspace, _data.Targets);
        clipped.Step(workspace, new SGD(0.1));
        unclipped.Forward(plain, _data.Inputs);
        unclipped.Loss(plain, _data.Targets);
        unclipped.Step(plain, new SGD(0.1));
        Assert.Equal(unclipped.Parameters.ToArray(), clipped.Parameters.ToArray());
    }

    [Fact]
    public void A_bound_is_more_than_0()
    {
        Workspace<float> workspace = new Rectified(seed: 1).CreateWorkspace(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => workspace.ClipNorm = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => workspace.ClipValue = double.NaN);
    }

    [Fact]
    public void Gradients_that_are_no_numbers_are_not_hidden_by_clipping()
    {
        Rectified net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(1);
        workspace.ClipNorm = 1;
        net.Forward(workspace, [float.NaN, 0, 0, 0]);
        net.Loss(workspace, [0]);
        net.Step(workspace, new SGD(0.1));
        Assert.Contains(net.Parameters.ToArray(), float.IsNaN);
    }
}
