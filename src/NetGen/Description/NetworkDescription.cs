using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>The layers, shapes, parameters and costs of a network, worked out at compile time.</summary>
/// <param name="name">The network's name.</param>
/// <param name="precision"><c>float</c> or <c>double</c>.</param>
/// <param name="layers">The operations, in order.</param>
/// <param name="parameters">The tensors of parameters, in canonical order.</param>
/// <param name="bytesPerExample">Bytes of workspace for each example of the batch capacity.</param>
/// <param name="state">The tensors that are saved but not trained, in canonical order; none where null.</param>
/// <param name="heads">What the losses compare with targets; nothing where null.</param>
public sealed class NetworkDescription(
    string name,
    string precision,
    IReadOnlyList<LayerDescription> layers,
    IReadOnlyList<ParameterDescription> parameters,
    int bytesPerExample,
    IReadOnlyList<ParameterDescription>? state = null,
    IReadOnlyList<HeadDescription>? heads = null)
{
    /// <summary>The network's name.</summary>
    public string Name { get; } = name;

    /// <summary>The precision: <c>float</c> or <c>double</c>.</summary>
    public string Precision { get; } = precision;

    /// <summary>The operations, in order, from the input to the loss.</summary>
    public IReadOnlyList<LayerDescription> Layers { get; } = layers;

    /// <summary>The tensors of parameters, in canonical order.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; } = parameters;

    /// <summary>
    /// The tensors that belong to the network but are not trained, running statistics for instance, in canonical order:
    /// their offsets are those in the network's <c>State</c>.
    /// </summary>
    public IReadOnlyList<ParameterDescription> State { get; } = state ?? [];

    /// <summary>What the losses compare with targets, in their order, and what it means to them.</summary>
    public IReadOnlyList<HeadDescription> Heads { get; } = heads ?? [];

    /// <summary>Bytes of workspace for each example of the batch capacity.</summary>
    public int BytesPerExample { get; } = bytesPerExample;

    /// <summary>The number of parameters, without padding.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Count);

    /// <summary>Floating-point operations of one example's forward pass.</summary>
    public long Flops => Layers.Sum(layer => layer.Flops);

    /// <summary>A table: one line a layer.</summary>
    public override string ToString()
    {
        List<string[]> lines = [["layer", "operation", "output", "parameters", "FLOP"]];
        lines.AddRange(Layers.Select(layer => new[]
        {
            layer.Name,
            layer.Operation,
            string.Join("x", layer.OutputShape),
            layer.ParameterCount == 0 ? "" : Number(layer.ParameterCount),
            layer.Flops == 0 ? "" : Number(layer.Flops),
        }));
        lines.Add(["", "", "", Number(ParameterCount), Number(Flops)]);

        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        StringBuilder table = new StringBuilder().Append(Name).Append(" (").Append(Precision).Append("), ").Append(Number(BytesPerExample)).Append(" bytes of workspace per example\n");
        foreach (string[] line in lines)
        {
            string text = string.Join("  ", line.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            table.Append(text.TrimEnd()).Append('\n');
        }

        return table.ToString();
    }

    /// <summary>The graph in the Mermaid language: one node a layer, one arrow a value, one frame a repetition of a block.</summary>
    public string ToMermaid()
    {
        StringBuilder graph = new("flowchart TD\n");
        Dictionary<string, int> numbers = [];
        List<string> open = [];
        int blocks = 0;
        foreach (LayerDescription layer in Layers)
        {
            string[] around = BlocksAround(layer.Name);
            while (open.Count > around.Length || !open.SequenceEqual(around.Take(open.Count)))
            {
                open.RemoveAt(open.Count - 1);
                graph.Append($"{Indent()}end\n");
            }

            foreach (string block in around.Skip(open.Count))
            {
                graph.Append(CultureInfo.InvariantCulture, $"{Indent()}subgraph b{blocks++}[\"{block}\"]\n");
                open.Add(block);
            }

            numbers[layer.Name] = numbers.Count;
            string shape = layer.OutputShape.Count == 0 ? "" : $"<br/>{string.Join(" x ", layer.OutputShape)}";
            graph.Append(CultureInfo.InvariantCulture, $"{Indent()}n{numbers[layer.Name]}[\"{layer.Name}: {layer.Operation}{shape}\"]\n");
        }

        while (open.Count > 0)
        {
            open.RemoveAt(open.Count - 1);
            graph.Append($"{Indent()}end\n");
        }

        foreach (LayerDescription layer in Layers)
        {
            foreach (string input in layer.Inputs)
            {
                graph.Append(CultureInfo.InvariantCulture, $"    n{numbers[input]} --> n{numbers[layer.Name]}\n");
            }
        }

        return graph.ToString();

        string Indent() => new(' ', 4 * (open.Count + 1));
    }

    /// <summary>The repetitions of blocks that a layer stands in, from the outside: <c>body.1</c>, <c>body.1.residual1.2</c>.</summary>
    private static string[] BlocksAround(string layer)
    {
        string[] parts = layer.Split('.');
        return [.. Enumerable.Range(1, (parts.Length - 1) / 2).Select(depth => string.Join('.', parts.Take(2 * depth)))];
    }

    internal ParameterDescription Find(string parameter) =>
        Parameters.FirstOrDefault(p => p.Name == parameter)
        ?? throw new ArgumentException($"{Name} has no parameter '{parameter}': {string.Join(", ", Parameters.Select(p => p.Name))}.", nameof(parameter));

    /// <summary>The tensor of a layer's parameters that has a role, <c>weight</c> for instance, be it another layer's; null where it has none.</summary>
    internal ParameterDescription? ParameterOf(LayerDescription layer, string role)
    {
        string name = layer.SharedParameters.FirstOrDefault(shared => shared.EndsWith("." + role, StringComparison.Ordinal)) ?? $"{layer.Name}.{role}";
        return Parameters.FirstOrDefault(parameter => parameter.Name == name);
    }

    internal ParameterDescription FindState(string tensor) =>
        State.FirstOrDefault(s => s.Name == tensor)
        ?? throw new ArgumentException($"{Name} has no state '{tensor}': {(State.Count == 0 ? "it keeps none" : string.Join(", ", State.Select(s => s.Name)))}.", nameof(tensor));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
