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
        double half = net.Predict(inputs).Zip(rest, (y, t) => (y - t) * (y - t) / 2).Sum() / 5;
        Assert.Equal(0.7 * entropy + 0.5 * squares + half, cost - workspace.Penalty, 12);
    }

    [Fact]
    public void Gradients_from_the_outputs_leave_the_other_losses_out()
    {
        HeadsNet net = new(seed: 2) { L2Rate = 0 };
        Workspace<double> workspace = net.CreateWorkspace(5);
        net.Forward(workspace, Values(30, 1));
        net.Loss(workspace, [0, 1, 2, 1, 0], Values(5, 2), Values(15, 3));
        net.Backward(workspace, new double[15]);
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
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
