using Xunit;

namespace NetGen.Tests;

/// <summary>Parameters that join a training later take the steps of a new optimizer: each range counts its own.</summary>
public sealed partial class JoiningParametersTests
{
    [Network, Input(4), Dense(5, Name = "a"), Tanh, Dense(3, Name = "b"), MeanSquaredError]
    internal sealed partial class JoinNet;

    [Network, Input(4), Dense(5, Name = "a", Trainable = false), Tanh, Dense(3, Name = "b"), MeanSquaredError]
    internal sealed partial class FrozenNet;

    public static TheoryData<string> Kinds => OptimizerStateTests.Kinds;

    [Fact]
    public void The_first_step_of_Adam_is_its_rate_whenever_it_comes()
    {
        JoinNet net = new();
        double[] steps = new double[3];
        Adam adam = new(1e-3) { LearningRateFactors = { ["a.*"] = 0 } };
        float[] ones = [.. Enumerable.Repeat(1f, net.Parameters.Length)], zeros = new float[net.Parameters.Length];
        net.CopyParametersFrom(new float[JoinNet.ParameterCount]);
        for (int i = 0; i < 1000; i++)
            adam.Step(JoinNet.Description, net.Parameters, ones);
        adam.LearningRateFactors.Clear();
        for (int i = 0; i < steps.Length; i++)
        {
            double before = Value(net, "a.weight");
            adam.Step(JoinNet.Description, net.Parameters, ones);
            steps[i] = before - Value(net, "a.weight");
        }

        Assert.All(steps, step => Assert.Equal(1e-3, step, 1e-9));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_joins_later_is_stepped_as_by_a_new_optimizer(string kind)
    {
        // The network that joins at step 6 and one that begins there; gradients of all steps are given.
        float[] late = Values(0, Length), fresh = Values(0, Length);
        Optimizer optimizer = OptimizerStateTests.Create[kind](), other = OptimizerStateTests.Create[kind]();
        optimizer.LearningRateFactors["a.*"] = 0;
        for (int k = 1; k <= 5; k++)
            optimizer.Step(JoinNet.Description, late, Values(k, late.Length));
        Assert.Equal(A(fresh), A(late));
        Assert.NotEqual(B(fresh), B(late));

        optimizer.LearningRateFactors.Clear();
        for (int k = 6; k <= 20; k++)
        {
            optimizer.Step(JoinNet.Description, late, Values(k, late.Length));
            other.Step(fresh, Values(k, fresh.Length));
            Assert.Equal(A(fresh), A(late));
        }

        Assert.Equal(20, optimizer.StepCount);

        // The other part was there from the first step on.
        float[] whole = Values(0, Length);
        Optimizer always = OptimizerStateTests.Create[kind]();
        for (int k = 1; k <= 20; k++)
            always.Step(whole, Values(k, whole.Length));
        Assert.Equal(B(whole), B(late));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_pauses_goes_on_with_its_own_next_step(string kind)
    {
        float[] paused = Values(0, Length), whole = Values(0, Length);
        Optimizer optimizer = OptimizerStateTests.Create[kind](), other = OptimizerStateTests.Create[kind]();
        int step = 0;
        for (int k = 1; k <= 30; k++)
        {
            bool pauses = k is (>= 4 and <= 9) or 15 or (>= 20 and <= 22);
            optimizer.LearningRateFactors["a.*"] = pauses ? 0 : 1;
            optimizer.Step(JoinNet.Description, paused, Values(pauses ? k : ++step, paused.Length));
        }

        for (int k = 1; k <= step; k++)
            other.Step(whole, Values(k, whole.Length));
        Assert.Equal(20, step);
        Assert.Equal(A(whole), A(paused));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_networks_step_and_the_plain_form_have_the_same_bits(string kind)
    {
        JoinNet fused = new(seed: 3), plain = new(seed: 3);
        Optimizer one = OptimizerStateTests.Create[kind](), two = OptimizerStateTests.Create[kind]();
        Workspace<float> first = fused.CreateWorkspace(3), second = plain.CreateWorkspace(3);
        float[] inputs = Values(1, 12), targets = Values(2, 9);
        for (int k = 1; k <= 12; k++)
        {
            foreach (Optimizer optimizer in (Optimizer[])[one, two])
            {
                optimizer.LearningRateFactors.Clear();
                if (k <= 3)
                    optimizer.LearningRateFactors["a.*"] = 0;
                if (k is 6 or 7)
                    optimizer.LearningRateFactors["*.bias"] = 0;
            }

            fused.Forward(first, inputs);
            fused.Loss(first, targets);
            fused.Step(first, one);
            plain.Forward(second, inputs);
            plain.Loss(second, targets);
            plain.Backward(second);
            two.Step(JoinNet.Description, plain.Parameters, second.Gradients);
        }

        Assert.Equal(plain.Parameters.ToArray(), fused.Parameters.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ranges_that_are_all_there_from_the_start_have_the_bits_of_one(string kind)
    {
        float[] cut = Values(0, Length), whole = Values(0, Length);
        Optimizer optimizer = OptimizerStateTests.Create[kind](), other = OptimizerStateTests.Create[kind]();
        optimizer.LearningRateFactors["a.weight"] = 1;
        for (int k = 1; k <= 9; k++)
        {
            optimizer.Step(JoinNet.Description, cut, Values(k, cut.Length));
            other.Step(whole, Values(k, whole.Length));
        }

        Assert.Equal(whole, cut);
        TrainerState<float> state = new();
        optimizer.Save(state);
        Assert.DoesNotContain("optimizer.missedSteps", state.Values.Keys); // the file of such a training is as before
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_counts_are_saved(string kind)
    {
        for (int savedAfter = 3; savedAfter <= 9; savedAfter += 3)
        {
            float[] whole = Values(0, Length);
            Optimizer optimizer = OptimizerStateTests.Create[kind](), restored = OptimizerStateTests.Create[kind]();
            TrainerState<float> state = new();
            float[] copy = [];
            for (int k = 1; k <= 15; k++)
            {
                Freeze(optimizer, k);
                optimizer.Step(JoinNet.Description, whole, Values(k, whole.Length));
                if (k == savedAfter)
                {
                    optimizer.Save(state);
                    copy = [.. whole];
                }
            }

            Assert.Contains("optimizer.missedSteps", state.Values.Keys);
            restored.Load(state);
            for (int k = savedAfter + 1; k <= 15; k++)
            {
                Freeze(restored, k);
                restored.Step(JoinNet.Description, copy, Values(k, copy.Length));
            }

            Assert.Equal(whole, copy);
        }

        static void Freeze(Optimizer optimizer, int k)
        {
            optimizer.LearningRateFactors.Clear();
            if (k <= 5)
                optimizer.LearningRateFactors["a.*"] = 0;
            if (k is >= 4 and <= 7)
                optimizer.LearningRateFactors["b.bias"] = 0;
        }
    }

    [Fact]
    public void A_state_of_before_has_all_parameters_at_the_optimizers_step()
    {
        Adam optimizer = new(), restored = new(), expected = new();
        float[] parameters = Values(0, Length);
        optimizer.LearningRateFactors["a.*"] = 0;
        for (int k = 1; k <= 5; k++)
            optimizer.Step(JoinNet.Description, parameters, Values(k, Length));
        TrainerState<float> state = new();
        optimizer.Save(state);
        Assert.Equal("0:5 48:0", state.Values["optimizer.missedSteps"]);
        state.Values.Remove("optimizer.missedSteps");
        restored.Load(state);
        expected.Load(state);
        restored.LearningRateFactors["a.*"] = 1;
        float[] other = [.. parameters];
        restored.Step(JoinNet.Description, parameters, Values(6, Length));
        expected.Step(other, Values(6, Length));
        Assert.Equal(other, parameters);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0:")]
    [InlineData("1:2")]
    [InlineData("0:6")]
    [InlineData("0:-1")]
    [InlineData("0:1 0:2")]
    [InlineData("0:1 48:2")]
    [InlineData("0:1 24:2 16:1")]
    [InlineData("0:9223372036854775808")]
    [InlineData("0:1  16:2")]
    public void Counts_that_cannot_be_are_refused(string text)
    {
        Adam optimizer = new(), restored = new(7e-3);
        float[] parameters = Values(0, 48);
        for (int k = 1; k <= 5; k++)
            optimizer.Step(parameters, Values(k, 48));
        TrainerState<float> state = new();
        optimizer.Save(state);
        state.Set("optimizer.missedSteps", text);
        Assert.Throws<InvalidDataException>(() => restored.Load(state));
        Assert.Equal((0, 7e-3), (restored.StepCount, restored.LearningRate));
    }

    [Fact]
    public void Layers_that_are_not_trainable_are_left_alone_by_Fit_too()
    {
        // The gradients of a are 0, but weight decay would shrink it.
        FrozenNet net = new(seed: 3), plain = new(seed: 3);
        float[] before = Get(net, "a.weight");
        float[] inputs = Values(1, 12), targets = Values(2, 9);
        net.Fit(inputs, targets, new FitOptions { Optimizer = new AdamW(0.1, weightDecay: 0.5), Epochs = 3, BatchSize = 3, Shuffle = false });
        Assert.Equal(before, Get(net, "a.weight"));
        AdamW optimizer = new(0.1, weightDecay: 0.5);
        Workspace<float> workspace = plain.CreateWorkspace(3);
        for (int i = 0; i < 3; i++)
        {
            plain.Forward(workspace, inputs);
            plain.Loss(workspace, targets);
            plain.Backward(workspace);
            optimizer.Step(FrozenNet.Description, plain.Parameters, workspace.Gradients);
        }

        Assert.Equal(plain.Parameters.ToArray(), net.Parameters.ToArray());
    }

    private static int Length { get; } = new JoinNet().Parameters.Length;

    // The layout of JoinNet: a.weight at 0, a.bias, b.weight, b.bias.
    private static int StartOfB => JoinNet.Description.Parameters.Single(parameter => parameter.Name == "b.weight").Offset;

    private static float[] A(float[] parameters) => parameters[..StartOfB];

    private static float[] B(float[] parameters) => parameters[StartOfB..];

    private static float[] Values(int k, int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin((i * 1.7f) + (k * 0.9f)))];

    private static double Value(JoinNet net, string name) => Get(net, name)[0];

    private static float[] Get<TNetwork>(TNetwork net, string name)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        float[] values = new float[TNetwork.Description.Parameters.Single(parameter => parameter.Name == name).Count];
        CompilerServices.ParameterBuffer.Get<float>(TNetwork.Description, net.Parameters, name, values);
        return values;
    }
}
