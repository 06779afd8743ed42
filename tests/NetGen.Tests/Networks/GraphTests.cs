using System.Text.RegularExpressions;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests.Networks;

/// <summary>Graphs: blocks, values read several times, shared and frozen parameters, several inputs, several losses.</summary>
public class GraphTests
{
    private const double Tolerance = 1e-7;

    [Fact]
    public void Blocks_have_the_gradients_of_central_differences() => Check<BlockNet>(5);

    [Fact]
    public void Values_that_several_layers_read_have_the_gradients_of_central_differences() => Check<DagNet>(7);

    [Fact]
    public void Joins_and_cuts_have_the_gradients_of_central_differences() => Check<JoinNet>(9);

    [Fact]
    public void Shared_and_frozen_parameters_have_the_gradients_of_central_differences() => Check<TiedNet>(4);

    [Fact]
    public void Dense_acts_on_the_last_axis()
    {
        Check<StepsNet>(3);
        StepsNet net = new(seed: 3);
        Assert.Equal([5, 2], StepsNet.Description.Layers[^2].OutputShape);

        // A row of the output depends on the same row of the input alone.
        double[] inputs = Values(15, 1), moved = [.. inputs];
        moved[7] += 1; // in the third row
        double[] before = net.Predict(inputs), after = net.Predict(moved);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(i / 2 == 2, before[i] != after[i]));
    }

    [Fact]
    public void Names_say_the_block_and_the_repetition()
    {
        string[] names = [.. BlockNet.Description.Parameters.Select(parameter => parameter.Name)];
        Assert.Contains("body.1.residual1.2.dense2.weight", names);
        Assert.Contains("body.2.mid.bias", names);
        Assert.Contains("sequence1.1.dense1.weight", names);
        Assert.Equal("dense1.bias", names[^1]);
    }

    [Fact]
    public void Values_named_in_blocks_can_be_read()
    {
        BlockNet net = new(seed: 1);
        Workspace<double> workspace = net.CreateWorkspace(2);
        net.Forward(workspace, Values(10, 1));
        net.Loss(workspace, Values(6, 2));
        net.Backward(workspace);
        double[] mid = new double[10], body = new double[10], gradient = new double[10];
        net.GetOutput(workspace, "body.1.mid", mid);
        net.GetOutput(workspace, "body", body);
        net.GetOutputGradient(workspace, "body", gradient);
        Assert.All(gradient, value => Assert.NotEqual(0, value));
        Assert.NotEqual(mid, body);
    }

    [Fact]
    public void A_step_leaves_frozen_parameters_alone()
    {
        TiedNet net = new(seed: 5);
        Workspace<double> workspace = net.CreateWorkspace(4);
        double[] before = new double[25], after = new double[25], shared = new double[25], moved = new double[25];
        net.GetParameter("dense3.weight", before);
        net.GetParameter("dense1.weight", shared);
        net.Forward(workspace, Values(20, 1));
        net.Loss(workspace, Values(8, 2));
        net.Step(workspace, new AdamW(0.1));
        net.GetParameter("dense3.weight", after);
        net.GetParameter("dense1.weight", moved);
        Assert.Equal(before, after);
        Assert.NotEqual(shared, moved);
        Assert.DoesNotContain(TiedNet.Description.Parameters, parameter => parameter.Name.StartsWith("dense2", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_inputs_have_a_span_each()
    {
        CriticNet net = new(seed: 1);
        Workspace<double> workspace = net.CreateWorkspace(4, inputGradients: true);
        double[] states = Values(12, 1), actions = Values(8, 2), targets = Values(4, 3);
        Assert.True(net.CheckGradients(workspace, states, actions, targets) < Tolerance);

        double[] outputs = net.Forward(workspace, states, actions).ToArray(), predicted = new double[4];
        net.Predict(states, actions, predicted);
        Assert.Equal(outputs, predicted);
        Assert.Equal(outputs, net.Predict(states, actions));
        Assert.Equal(net.Loss(workspace, targets), net.Evaluate(states, actions, targets), 12);

        double[] read = new double[8], gradients = new double[8];
        net.GetOutput(workspace, "action", read);
        Assert.Equal(actions, read);
        net.Backward(workspace);
        net.GetInputGradients(workspace, "action", gradients);
        double[] all = workspace.InputGradients.ToArray();
        Assert.Equal(Enumerable.Range(0, 8).Select(i => all[i / 2 * 5 + 3 + i % 2]), gradients);

        // What has several networks in common takes one row for each example.
        double[] rows = [.. Enumerable.Range(0, 4).SelectMany(i => states[(3 * i)..(3 * i + 3)].Concat(actions[(2 * i)..(2 * i + 2)]))];
        double[] common = new double[4];
        ((IPredictor<double>)net).Predict(rows, common);
        Assert.Equal(outputs, common);
        Assert.Contains("2 values", Assert.Throws<ArgumentException>(() => net.Predict(states, actions.AsSpan(0, 6), predicted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cost_of_several_losses_is_their_weighted_sum()
    {
        HeadsNet net = new(seed: 2);
        Workspace<double> workspace = net.CreateWorkspace(5, inputGradients: true);
        double[] inputs = Values(30, 1), values = Values(5, 2), rest = Values(15, 3);
        int[] labels = [0, 1, 2, 1, 0];
        Assert.True(net.CheckGradients(workspace, inputs, labels, values, rest) < Tolerance);

        net.Forward(workspace, inputs, training: false);
        double cost = net.Loss(workspace, labels, values, rest);
        Assert.Equal(cost - workspace.Penalty, net.Evaluate(inputs, labels, values, rest), 12);

        double[] policy = new double[15], value = new double[5];
        net.GetOutput(workspace, "policy", policy);
        net.GetOutput(workspace, "value", value);
        double entropy = Enumerable.Range(0, 5).Average(i => Math.Log(policy[(3 * i)..(3 * i + 3)].Sum(Math.Exp)) - policy[3 * i + labels[i]]);
        double squares = value.Zip(values, (y, t) => (y - t) * (y - t)).Average();
        double[] last = new double[15];
        net.Predict(inputs, default, default, last);
        double half = last.Zip(rest, (y, t) => (y - t) * (y - t) / 2).Sum() / 5;
        Assert.Equal(0.7 * entropy + 0.5 * squares + half, cost - workspace.Penalty, 12);
    }

    [Fact]
    public void Gradients_from_the_outputs_leave_the_other_losses_out()
    {
        HeadsNet net = new(seed: 2) { L2Rate = 0 };
        Workspace<double> workspace = net.CreateWorkspace(5);
        net.Forward(workspace, Values(30, 1));
        net.Loss(workspace, [0, 1, 2, 1, 0], Values(5, 2), Values(15, 3));
        net.Backward(workspace, new double[5 * HeadsNet.OutputSize]);
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void Shared_and_frozen_kernels_have_the_gradients_of_central_differences()
    {
        foreach (int batch in (int[])[1, 6, 17])
        {
            Check<TiedMapsNet>(batch);
            Check<TiedStepsNet>(batch);
        }
    }

    [Fact]
    public void The_gradient_of_a_shared_kernel_is_the_sum_of_those_of_its_uses()
    {
        CheckSharedKernel<TiedMapsNet, UntiedMapsNet>("conv2D", [2, 2, 3, 3]);
        CheckSharedKernel<TiedStepsNet, UntiedStepsNet>("conv1D", [3, 3, 3]);
    }

    [Fact]
    public void Steps_and_penalties_leave_frozen_kernels_alone()
    {
        CheckFrozenKernel<TiedMapsNet>("conv2D");
        CheckFrozenKernel<TiedStepsNet>("conv1D");
    }

    private static void CheckSharedKernel<TTied, TUntied>(string layer, int[] shape)
        where TTied : class, ITrainableNetwork<TTied, double, double>
        where TUntied : class, ITrainableNetwork<TUntied, double, double>
    {
        const int Batch = 5;
        TTied tied = TTied.Create(3);
        TUntied untied = TUntied.Create(4);
        Assert.Equal(shape, TTied.Description.Parameters[0].Shape);
        Assert.DoesNotContain(TTied.Description.Parameters, parameter => parameter.Name.StartsWith(layer + "2", StringComparison.Ordinal));
        foreach (ParameterDescription parameter in TUntied.Description.Parameters)
        {
            string source = parameter.Name.Replace(layer + "2", layer + "1", StringComparison.Ordinal);
            ParameterBuffer.Set<double>(TUntied.Description, untied.Parameters, parameter.Name, Read<TTied>(tied.Parameters, source));
        }

        double[] inputs = Values(Batch * tied.InputSize, 1), targets = Values(Batch * tied.OutputSize, 2);
        Workspace<double> one = tied.CreateWorkspace(Batch), other = untied.CreateWorkspace(Batch);
        Assert.Equal(tied.Forward(one, inputs).ToArray(), untied.Forward(other, inputs).ToArray());
        tied.Loss(one, targets);
        tied.Backward(one);
        untied.Loss(other, targets);
        untied.Backward(other);
        foreach (string part in (string[])["weight", "bias"])
        {
            // The penalty counts the shared kernel once, and each of two twice.
            double rate = part == "weight" ? TiedRate : 0;
            double[] kernel = Read<TTied>(tied.Parameters, $"{layer}1.{part}"), shared = Read<TTied>(one.Gradients, $"{layer}1.{part}");
            double[] first = Read<TUntied>(other.Gradients, $"{layer}1.{part}"), second = Read<TUntied>(other.Gradients, $"{layer}2.{part}");
            Assert.All(Enumerable.Range(0, kernel.Length), i => Assert.Equal(first[i] + second[i] - rate * kernel[i], shared[i], 1e-12));
        }
    }

    private const double TiedRate = 0.3;

    private static void CheckFrozenKernel<TNetwork>(string layer)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
    {
        const int Batch = 4;
        TNetwork net = TNetwork.Create(5);
        Workspace<double> workspace = net.CreateWorkspace(Batch);
        double[] kernel = Read<TNetwork>(net.Parameters, $"{layer}3.weight"), bias = Read<TNetwork>(net.Parameters, $"{layer}3.bias"), shared = Read<TNetwork>(net.Parameters, $"{layer}1.weight");
        double squares = TNetwork.Description.Parameters.Where(parameter => parameter.IsWeight && parameter.IsTrainable).Sum(parameter => Read<TNetwork>(net.Parameters, parameter.Name).Sum(w => w * w));
        for (int step = 0; step < 3; step++)
        {
            net.Forward(workspace, Values(Batch * net.InputSize, step));
            net.Loss(workspace, Values(Batch * net.OutputSize, step + 9));
            if (step == 0)
            {
                Assert.Equal(TiedRate / 2 * squares, workspace.Penalty, 1e-12);
            }

            net.Step(workspace, new AdamW(0.1));
        }

        Assert.Equal(kernel, Read<TNetwork>(net.Parameters, $"{layer}3.weight"));
        Assert.Equal(bias, Read<TNetwork>(net.Parameters, $"{layer}3.bias"));
        Assert.All(shared.Zip(Read<TNetwork>(net.Parameters, $"{layer}1.weight")), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static double[] Read<TNetwork>(Span<double> buffer, string name)
        where TNetwork : class, INetwork<TNetwork, double>
    {
        double[] values = new double[TNetwork.Description.Parameters.Single(parameter => parameter.Name == name).Count];
        ParameterBuffer.Get<double>(TNetwork.Description, buffer, name, values);
        return values;
    }

    [Fact]
    public void Mermaid_says_the_graph()
    {
        string mermaid = DagNet.Description.ToMermaid();
        Dictionary<string, string> names = Regex.Matches(mermaid, """(n\d+)\["(\w+): """).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        IEnumerable<(string, string)> arrows = Regex.Matches(mermaid, @"(n\d+) --> (n\d+)").Select(match => (names[match.Groups[1].Value], names[match.Groups[2].Value]));
        IEnumerable<(string, string)> expected = DagNet.Description.Layers.SelectMany(layer => layer.Inputs.Select(input => (input, layer.Name)));
        Assert.StartsWith("flowchart TD\n", mermaid, StringComparison.Ordinal);
        Assert.Equal(expected, arrows);
        Assert.Contains(("b", "add1"), arrows);
        Assert.Contains(("a", "add1"), arrows);
        Assert.Contains(("dense2", "add1"), arrows);
    }

    [Fact]
    public void Mermaid_frames_the_repetitions_of_blocks()
    {
        Stack<string> open = new();
        Dictionary<string, string?> frames = [];
        foreach (string line in BlockNet.Description.ToMermaid().Split('\n'))
        {
            if (Regex.Match(line, """^ +subgraph b\d+\["([\w.]+)"\]$""") is { Success: true } frame)
            {
                open.Push(frame.Groups[1].Value);
            }
            else if (line.Trim() == "end")
            {
                open.Pop();
            }
            else if (Regex.Match(line, """n\d+\["([\w.]+): """) is { Success: true } node)
            {
                frames.Add(node.Groups[1].Value, string.Join(" > ", open.Reverse()));
            }
        }

        Assert.Empty(open);
        Assert.Equal(BlockNet.Description.Layers.Select(layer => layer.Name), frames.Keys);
        Assert.Equal("", frames["tanh1"]);
        Assert.Equal("body.2", frames["body.2.mid"]);
        Assert.Equal("body.1 > body.1.residual1.2", frames["body.1.residual1.2.dense1"]);
        Assert.Equal("sequence1.1", frames["sequence1.1.dense1"]);
    }

    private static void Check<TNetwork>(int batch)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
    {
        TNetwork net = TNetwork.Create(1);
        Workspace<double> workspace = net.CreateWorkspace(batch, inputGradients: true);
        double error = GradientCheck.Run(net, workspace, Values(batch * net.InputSize, 1), Values(batch * net.OutputSize, 2), samples: 200, seed: 1);
        Assert.True(error < Tolerance, $"The gradients differ by {error}.");
    }

    private static double[] Values(int count, int seed)
    {
        System.Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
