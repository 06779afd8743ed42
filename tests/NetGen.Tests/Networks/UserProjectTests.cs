using UserProject;
using UserProject.Unsafe;
using Xunit;

namespace NetGen.Tests;

/// <summary>
/// The networks of a project with checked arithmetic, documentation and warnings as errors, and with names that stand in
/// the way: that they compile is half of the test, that they work the other.
/// </summary>
public sealed class UserProjectTests
{
    [Fact]
    public void Networks_in_double_have_the_right_gradients()
    {
        SpacedNet spaced = new(seed: 1);
        Check(spaced.CheckGradients(spaced.CreateWorkspace(3, inputGradients: true), Inputs(15), new double[6]));
        Outer.Inner.NestedNet nested = new(seed: 1);
        Check(nested.CheckGradients(nested.CreateWorkspace(3, inputGradients: true), Inputs(12), [0, 1, 2]));
        DerivedNet derived = new(seed: 1) { Title = "mine" };
        Check(derived.CheckGradients(derived.CreateWorkspace(3, inputGradients: true), Inputs(27), new double[15]));
        Assert.Equal(527, DerivedNet.InTheWay);
        Assert.Equal("mine", derived.Title);

        static void Check(double error) => Assert.InRange(error, 0, 1e-7);
    }

    [Fact]
    public void Networks_in_single_precision_learn()
    {
        Learns<GlobalNet, int>(new GlobalNet(seed: 1), [.. Enumerable.Range(0, 40).Select(i => i % 10)]);
        Learns<ShadowedNet, float>(new ShadowedNet(seed: 1), [.. Enumerable.Range(0, 40).Select(i => i % 2f)]);
        Learns<InternalNet, float>(new InternalNet(seed: 1), [.. Enumerable.Range(0, 80).Select(i => i % 2f)]);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Any_seed_and_step_are_accepted_under_checked_arithmetic(long seed)
    {
        GlobalNet net = new(seed);
        Workspace<float> workspace = net.CreateWorkspace(2);
        workspace.Step = long.MaxValue - 1;
        net.Forward(workspace, new float[14]);
        Assert.True(float.IsFinite(net.Loss(workspace, [0, 9])));
        Assert.Equal(net.Parameters.ToArray(), net.Clone().Parameters.ToArray());
    }

    [Fact]
    public void Costs_and_inputs_out_of_range_do_not_throw_under_checked_arithmetic()
    {
        GlobalNet net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(2);
        foreach (float value in (float[])[float.MaxValue, float.PositiveInfinity, float.NaN])
        {
            net.Forward(workspace, [.. Enumerable.Repeat(value, 14)]);
            net.Loss(workspace, [0, 9]);
            net.Backward(workspace);
            Assert.False(float.IsFinite(net.Evaluate([.. Enumerable.Repeat(value, 14)], [0, 9])));
        }
    }

    [Fact]
    public void A_private_network_predicts() => Assert.Equal(6, Outer.Predict(new float[6]).Length);

    private static double[] Inputs(int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(i))];

    private static void Learns<TNetwork, TTarget>(TNetwork net, TTarget[] targets)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, TTarget>
        where TTarget : unmanaged
    {
        float[] inputs = [.. Enumerable.Range(0, 40 * net.InputSize).Select(i => MathF.Sin(i))];
        Workspace<float> workspace = net.CreateWorkspace(40);
        Adam optimizer = new(0.01);
        float first = net.Evaluate(inputs, targets);
        for (int step = 0; step < 100; step++)
        {
            net.Forward(workspace, inputs);
            net.Loss(workspace, targets);
            net.Backward(workspace);
            optimizer.Step(net.Parameters, workspace.Gradients);
        }

        Assert.InRange(net.Evaluate(inputs, targets), 0, 0.98f * first);
    }
}
