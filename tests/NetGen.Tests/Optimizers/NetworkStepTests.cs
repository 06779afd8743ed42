using Xunit;

namespace NetGen.Tests;

/// <summary>The Step of a network: Backward and an update that knows the parameters' names.</summary>
public partial class NetworkStepTests
{
    [Network]
    [Input(5)]
    [Dense(7, Name = "backbone"), Tanh]
    [Dense(6), ReLU]
    [Dense(3, Name = "head")]
    [SoftmaxCrossEntropy]
    internal sealed partial class StepNet;

    private readonly StepNet _net = new(seed: 4);
    private readonly float[] _inputs = [.. Enumerable.Range(0, 40).Select(i => MathF.Sin(i))];
    private readonly int[] _labels = [.. Enumerable.Range(0, 8).Select(i => i % 3)];

    [Fact]
    public void Step_is_Backward_and_the_optimizers_step_to_the_bit()
    {
        StepNet twin = _net.Clone();
        Train(_net, new AdamW(0.01));
        Workspace<float> workspace = twin.CreateWorkspace(8);
        AdamW optimizer = new(0.01);
        for (int step = 0; step < 5; step++)
        {
            twin.Forward(workspace, _inputs);
            twin.Loss(workspace, _labels);
            twin.Backward(workspace);
            optimizer.Step(twin.Parameters, workspace.Gradients);
        }

        Assert.Equal(twin.Parameters.ToArray(), _net.Parameters.ToArray());
    }

    [Fact]
    public void Factors_go_by_name_and_0_freezes()
    {
        StepNet start = _net.Clone(), plain = _net.Clone();
        Train(plain, new SGD(0.1, weightDecay: 0.1), steps: 1);
        Train(_net, new SGD(0.1, weightDecay: 0.1) { LearningRateFactors = { ["backbone.*"] = 0, ["*.bias"] = 0.5, ["head.bias"] = 2 } }, steps: 1);

        // w - rate·factor·g: the change is that of the plain step, times the factor of the longest pattern.
        foreach (ParameterDescription parameter in StepNet.Description.Parameters)
        {
            double factor = parameter.Name switch { "backbone.weight" or "backbone.bias" => 0, "head.bias" => 2, "dense2.bias" => 0.5, _ => 1 };
            float[] before = Get(start, parameter), whole = Get(plain, parameter), scaled = Get(_net, parameter);
            for (int i = 0; i < before.Length; i++)
                Assert.Equal(before[i] + (factor * (whole[i] - before[i])), scaled[i], 1e-6);
        }

        Assert.NotEqual(Get(plain, StepNet.Description.Parameters[0]), Get(start, StepNet.Description.Parameters[0]));
    }

    [Fact]
    public void NoDecay_leaves_parameters_to_their_gradients_alone()
    {
        StepNet plain = _net.Clone(), decayed = _net.Clone();
        Train(plain, new AdamW(0.01, weightDecay: 0), steps: 1);
        Train(decayed, new AdamW(0.01, weightDecay: 0.5), steps: 1);
        Train(_net, new AdamW(0.01, weightDecay: 0.5) { NoDecay = ["backbone.weight", "*.bias"] }, steps: 1);
        foreach (ParameterDescription parameter in StepNet.Description.Parameters)
        {
            bool decays = parameter.Name is "dense2.weight" or "head.weight";
            Assert.Equal(Get(decays ? decayed : plain, parameter), Get(_net, parameter));
        }

        Assert.NotEqual(plain.Parameters.ToArray(), decayed.Parameters.ToArray());
    }

    [Fact]
    public void Patterns_may_change_between_steps_and_cost_no_allocation()
    {
        AdamW optimizer = new(0.01) { LearningRateFactors = { ["backbone.*"] = 0 }, NoDecay = ["*.bias"] };
        Workspace<float> workspace = _net.CreateWorkspace(8);
        float[] start = Get(_net, StepNet.Description.Parameters[0]);
        Step(_net, workspace, optimizer);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10; i++)
                Step(_net, workspace, optimizer);
        }));
        Assert.Equal(start, Get(_net, StepNet.Description.Parameters[0]));
        optimizer.LearningRateFactors["backbone.*"] = 0.1;
        Step(_net, workspace, optimizer);
        Assert.NotEqual(start, Get(_net, StepNet.Description.Parameters[0]));
    }

    [Fact]
    public void A_pattern_that_fits_nothing_is_refused_with_the_names()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Train(_net, new SGD(0.1) { NoDecay = ["backbon.*"] }));
        Assert.Contains("backbon.*", exception.Message, StringComparison.Ordinal);
        Assert.Contains("backbone.weight, backbone.bias, dense2.weight", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Train(_net, new SGD(0.1) { LearningRateFactors = { ["*"] = -1 } }));
    }

    [Fact]
    public void Patterns_without_names_are_refused()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new SGD(0.1) { NoDecay = ["*.bias"] }.Step(new float[4], new float[4]));
        Assert.Contains("Step(workspace, optimizer)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "a.b", true)]
    [InlineData("a.*", "a.weight", true)]
    [InlineData("a.*", "ba.weight", false)]
    [InlineData("*.bias", "residual1.2.dense1.bias", true)]
    [InlineData("*.bias", "dense1.bias2", false)]
    [InlineData("*.bias", "gru1.reverse.inputBias", true)]
    [InlineData("gru1.bias", "gru1.hiddenBias", true)]
    [InlineData("*.bias", "gru1.hiddenWeight", false)]
    [InlineData("*.inputBias", "gru1.hiddenBias", false)]
    [InlineData("residual*.*.dense1.*", "residual1.2.dense1.weight", true)]
    [InlineData("*ab*ac", "abab-abac", true)]
    [InlineData("dense1.weight", "dense1.weight", true)]
    [InlineData("dense1.weight", "dense1.weights", false)]
    [InlineData("Dense1.*", "dense1.weight", false)]
    [InlineData("", "dense1.weight", false)]
    public void A_star_stands_for_any_characters(string pattern, string name, bool expected) =>
        Assert.Equal(expected, NamePattern.Matches(pattern, name));

    private void Train(StepNet net, Optimizer optimizer, int steps = 5)
    {
        Workspace<float> workspace = net.CreateWorkspace(8);
        for (int step = 0; step < steps; step++)
            Step(net, workspace, optimizer);
    }

    private void Step(StepNet net, Workspace<float> workspace, Optimizer optimizer)
    {
        net.Forward(workspace, _inputs);
        net.Loss(workspace, _labels);
        net.Step(workspace, optimizer);
    }

    private static float[] Get(StepNet net, ParameterDescription parameter)
    {
        float[] values = new float[parameter.Count];
        net.GetParameter(parameter.Name, values);
        return values;
    }
}
