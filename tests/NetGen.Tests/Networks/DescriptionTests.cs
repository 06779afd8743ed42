using System.Text.RegularExpressions;
using Xunit;

namespace NetGen.Tests;

/// <summary>What a network says of itself.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void Layers_shapes_parameters_and_operations_are_those_counted_by_hand()
    {
        NetworkDescription net = Nets.Single33.Description;
        Assert.Equal("Single33", net.Name);
        Assert.Equal("float", net.Precision);
        Assert.Equal(
            ["input", "dense1", "reLU1", "dropout1", "dense2", "leakyReLU1", "dense3", "softmaxCrossEntropy"],
            net.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["Input(33)", "Dense(97)", "ReLU", "Dropout(0.3)", "Dense(45)", "LeakyReLU", "Dense(3)", "SoftmaxCrossEntropy"],
            net.Layers.Select(layer => layer.Operation));
        Assert.Equal([33, 97, 97, 97, 45, 45, 3], net.Layers.Take(7).Select(layer => Assert.Single(layer.OutputShape)));
        Assert.Equal([0, 33 * 97 + 97, 0, 0, 97 * 45 + 45, 0, 45 * 3 + 3, 0], net.Layers.Select(layer => layer.ParameterCount));
        Assert.Equal([0, 2 * 33 * 97, 97, 97, 2 * 97 * 45, 45, 2 * 45 * 3, 0], net.Layers.Select(layer => layer.Flops));
        Assert.Equal(3298 + 4410 + 138, net.ParameterCount);
        Assert.Equal(Nets.Single33.ParameterCount, net.ParameterCount);
        Assert.Equal(33, Nets.Single33.InputSize);
        Assert.Equal(3, Nets.Single33.OutputSize);
        Assert.Equal(net.Layers.Take(7).Select(layer => layer.Name), net.Layers.Skip(1).Select(layer => Assert.Single(layer.Inputs)));
    }

    [Fact]
    public void Parameters_lie_apart_on_boundaries_of_64_bytes_with_rows_of_a_multiple_of_four()
    {
        NetworkDescription net = Nets.Single33.Description;
        Assert.Equal(
            ["dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias", "dense3.weight", "dense3.bias"],
            net.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([97, 33], net.Parameters[0].Shape);
        Assert.Equal([45], net.Parameters[3].Shape);
        Assert.Equal([1, 100], net.Parameters[0].Strides); // inputs by outputs, so that lanes run across outputs
        Assert.Equal([true, false, true, false, true, false], net.Parameters.Select(parameter => parameter.IsWeight));
        Assert.All(net.Parameters, parameter => Assert.Equal(0, parameter.Offset % 16));
        Assert.Equal(0, net.Parameters[0].Offset);
        Assert.True(net.Parameters[1].Offset >= 33 * 100);
    }

    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void The_table_has_a_line_for_each_layer(string name)
    {
        NetworkDescription net = NetCase.All[name].Description;
        string[] lines = net.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(net.Layers.Count + 3, lines.Length);
        Assert.Contains(net.Name, lines[0], StringComparison.Ordinal);
        Assert.Contains(net.Precision, lines[0], StringComparison.Ordinal);
        for (int i = 0; i < net.Layers.Count; i++)
        {
            Assert.StartsWith($"{net.Layers[i].Name} ", lines[i + 2], StringComparison.Ordinal);
            Assert.Contains(net.Layers[i].Operation, lines[i + 2], StringComparison.Ordinal);
        }

        Assert.EndsWith($"{net.ParameterCount:N0}  {net.Flops:N0}", Regex.Replace(lines[^1], " {2,}", "  "), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void The_graph_reads_back_as_the_layers_and_their_inputs(string name)
    {
        NetworkDescription net = NetCase.All[name].Description;
        string[] lines = net.ToMermaid().TrimEnd('\n').Split('\n');
        Assert.Equal("flowchart TD", lines[0]);
        Dictionary<string, string> nodes = [];
        List<(string From, string To)> arrows = [];
        foreach (string line in lines[1..])
        {
            if (Regex.IsMatch(line, @"^ +(subgraph b\d+\[""[\w.]+""\]|end)$"))
            {
                continue; // a block's borders
            }

            Match node = Regex.Match(line, @"^ +(\w+)\[""([^:""]+): ([^""]*)""\]$"), arrow = Regex.Match(line, @"^    (\w+) --> (\w+)$");
            Assert.True(node.Success || arrow.Success, line);
            if (node.Success)
            {
                nodes.Add(node.Groups[1].Value, node.Groups[2].Value);
                Assert.StartsWith(net.Layers[nodes.Count - 1].Operation, node.Groups[3].Value, StringComparison.Ordinal);
            }
            else
            {
                arrows.Add((nodes[arrow.Groups[1].Value], nodes[arrow.Groups[2].Value]));
            }
        }

        Assert.Equal(net.Layers.Select(layer => layer.Name), nodes.Values);
        Assert.Equal(net.Layers.SelectMany(layer => layer.Inputs.Select(input => (input, layer.Name))), arrows);
    }
}
