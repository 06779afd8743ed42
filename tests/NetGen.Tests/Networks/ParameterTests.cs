using Xunit;

namespace NetGen.Tests;

/// <summary>Parameters by name, packed, copied and cloned; named values.</summary>
public sealed partial class ParameterTests
{
    [Network<double>, Input(3), Tanh(Name = "early"), Dense(2), HalfSquaredError]
    internal sealed partial class NamedBeforeParameters;

    [Fact]
    public void A_dense_weight_is_outputs_by_inputs_row_major()
    {
        Nets.From1 net = new(seed: 1);
        net.SetParameter("dense1.weight", [1, 2, 3]);
        net.SetParameter("dense1.bias", [0, 0, 0]);
        net.SetParameter("dense2.weight", [1, 10, 100]);
        net.SetParameter("dense2.bias", [0.5]);
        double expected = 0.5 + Math.Tanh(0.1) + 10 * Math.Tanh(0.2) + 100 * Math.Tanh(0.3);
        Assert.Equal(expected, net.Predict([0.1])[0], 1e-12);

        LossTests.SquaredMean wide = new(seed: 1);
        wide.SetParameter("dense1.weight", [1, 2, 3, 40, 50, 60]);
        wide.SetParameter("dense1.bias", [0.25, 0.5]);
        Assert.Equal([3.25, 60.5], wide.Predict([0, 0, 1]));
    }

    [Fact]
    public void Parameters_go_out_and_in_by_name_and_packed()
    {
        Nets.From33 net = new(seed: 1), empty = new(seed: 2);
        double[] packed = new double[Nets.From33.ParameterCount];
        net.CopyParametersTo(packed);
        int at = 0;
        foreach (ParameterDescription parameter in Nets.From33.Description.Parameters)
        {
            double[] values = new double[parameter.Count];
            net.GetParameter(parameter.Name, values);
            Assert.Equal(packed[at..(at + values.Length)], values);
            empty.SetParameter(parameter.Name, values);
            at += values.Length;
        }

        Assert.Equal(packed.Length, at);
        Assert.Equal(net.Parameters.ToArray(), empty.Parameters.ToArray());

        double[] numbers = [.. Enumerable.Range(0, packed.Length).Select(i => (double)i)], again = new double[packed.Length];
        empty.CopyParametersFrom(numbers);
        empty.CopyParametersTo(again);
        Assert.Equal(numbers, again);
    }

    [Fact]
    public void Wrong_names_and_lengths_are_refused()
    {
        Nets.From1 net = new();
        Workspace<double> workspace = net.CreateWorkspace(1);
        Assert.Contains("dense1.weight", Assert.ThrowsAny<ArgumentException>(() => net.GetParameter("dense3.weight", new double[3])).Message, StringComparison.Ordinal);
        foreach (Action action in (Action[])
        [
            () => net.GetParameter("dense1.weight", new double[4]),
            () => net.SetParameter("dense1.weight", new double[2]),
            () => net.GetGradient(workspace, "dense1.weight", new double[2]),
        ])
        {
            Assert.Contains("expected 3", Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
        }

        Assert.Contains("10", Assert.ThrowsAny<ArgumentException>(() => net.CopyParametersTo(new double[9])).Message, StringComparison.Ordinal);
        Assert.Contains("11", Assert.ThrowsAny<ArgumentException>(() => net.CopyParametersFrom(new double[11])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_and_a_clone_train_on_with_the_same_bits()
    {
        Nets.Single33 net = new(seed: 8);
        net.SetRate("dropout1", 0.5);
        net.L2Rate = 0.2;
        Nets.Single33 clone = net.Clone(), copy = new(seed: 8);
        copy.CopyFrom(net);
        Assert.Equal(0.2, clone.L2Rate);
        float[] trained = Train(net);
        Assert.Equal(trained, Train(clone));
        Assert.Equal(trained, Train(copy));
        Assert.NotEqual(trained, Train(new Nets.Single33(seed: 8)));

        static float[] Train(Nets.Single33 net)
        {
            Workspace<float> workspace = net.CreateWorkspace(6);
            Adam optimizer = new();
            float[] inputs = [.. Enumerable.Range(0, 6 * 33).Select(i => MathF.Sin(i))];
            for (int i = 0; i < 5; i++)
            {
                net.Forward(workspace, inputs);
                net.Loss(workspace, [0, 1, 2, 0, 1, 2]);
                net.Backward(workspace);
                optimizer.Step(net.Parameters, workspace.Gradients);
            }

            return net.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_clone_is_independent()
    {
        Nets.From1 net = new(seed: 8);
        double[] before = net.Parameters.ToArray();
        net.Clone().Parameters.Fill(7);
        Assert.Equal(before, net.Parameters.ToArray());
        Assert.Throws<ArgumentNullException>(() => net.CopyFrom(null!));
    }

    [Fact]
    public void Named_values_can_be_read_before_and_after_the_activation()
    {
        Nets.Named net = new(seed: 8);
        double[] inputs = [.. Enumerable.Range(0, 12).Select(i => Math.Cos(i))];
        Workspace<double> workspace = net.CreateWorkspace(4);
        double[] before = new double[15], after = new double[15], logits = new double[9], copy = new double[12];
        Assert.Throws<InvalidOperationException>(() => net.GetOutput(workspace, "before", before));

        double[] outputs = net.Forward(workspace, inputs).ToArray();
        net.GetOutput(workspace, "input", copy);
        net.GetOutput(workspace, "before", before);
        net.GetOutput(workspace, "after", after);
        net.GetOutput(workspace, "logits", logits);
        Assert.Equal(inputs, copy);
        Assert.Equal(outputs, logits);
        Assert.True(GoldenCase.Error(after, [.. before.Select(Math.Tanh)]) < 1e-14);
        double[] weight = new double[20], bias = new double[5];
        net.GetParameter("before.weight", weight);
        net.GetParameter("before.bias", bias);
        Assert.Equal(bias[1] + Enumerable.Range(0, 4).Sum(i => weight[4 + i] * inputs[i]), before[1], 1e-13);

        double[] dBefore = new double[15], dAfter = new double[15], dBias = new double[5];
        Assert.Throws<InvalidOperationException>(() => net.GetOutputGradient(workspace, "before", dBefore));
        net.Loss(workspace, [0, 1, 2]);
        net.Backward(workspace);
        net.GetOutputGradient(workspace, "before", dBefore);
        net.GetOutputGradient(workspace, "after", dAfter);
        net.GetGradient(workspace, "before.bias", dBias);
        Assert.True(GoldenCase.Error(dBefore, [.. dAfter.Zip(after, (g, h) => g * (1 - h * h))]) < 1e-14);
        Assert.Equal(dBias[2], dBefore[2] + dBefore[7] + dBefore[12], 1e-14);
        double[] again = new double[15];
        net.GetOutput(workspace, "before", again);
        Assert.Equal(before, again);

        Assert.Contains("logits", Assert.ThrowsAny<ArgumentException>(() => net.GetOutput(workspace, "dense1", before)).Message, StringComparison.Ordinal);
        Assert.Contains("15", Assert.ThrowsAny<ArgumentException>(() => net.GetOutput(workspace, "before", copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gradient_of_the_input_by_its_name_needs_a_workspace_that_computes_it()
    {
        Nets.Named net = new(seed: 8);
        double[] inputs = [1, 2, 3, 4], gradient = new double[4];
        Workspace<double> with = net.CreateWorkspace(1, inputGradients: true), without = net.CreateWorkspace(1);
        foreach (Workspace<double> workspace in (Workspace<double>[])[with, without])
        {
            net.Forward(workspace, inputs);
            net.Loss(workspace, [0]);
            net.Backward(workspace);
        }

        net.GetOutputGradient(with, "input", gradient);
        Assert.Equal(with.InputGradients.ToArray(), gradient);
        Assert.Throws<InvalidOperationException>(() => net.GetOutputGradient(without, "input", gradient));
    }

    [Fact]
    public void The_gradient_of_a_named_value_is_there_even_where_no_parameters_come_before_it()
    {
        NamedBeforeParameters net = new(seed: 8);
        double[] weight = new double[6], outputs = new double[2], gradient = new double[3];
        net.GetParameter("dense1.weight", weight);
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, [1, 2, 3]).CopyTo(outputs);
        net.Loss(workspace, [0, 0]);
        net.Backward(workspace);
        net.GetOutputGradient(workspace, "early", gradient);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(weight[i] * outputs[0] + weight[3 + i] * outputs[1], gradient[i], 1e-14);
        }
    }
}
