using System.Diagnostics.CodeAnalysis;

namespace NetGen.Tool.Graphs;

/// <summary>An input of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its sizes, with the number of examples at one axis.</param>
/// <param name="Kind">What its elements are.</param>
internal sealed record GraphInput(string Name, long[] Shape, ElementKind Kind);

/// <summary>An operation of a model.</summary>
/// <param name="Op">The operator.</param>
/// <param name="Inputs">The names of what it reads; empty where an optional one is left out.</param>
/// <param name="Outputs">The names of what it computes; likewise.</param>
internal sealed record Node(string Op, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>The node's name in the file, for messages and for names of layers.</summary>
    public string Name { get; init; } = "";

    public NodeAttributes Attributes { get; init; } = NodeAttributes.None;

    /// <summary>The version of the operators.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>Constants of a node that stands for several, by what they are.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>The first output.</summary>
    public string Output => Outputs[0];

    /// <summary>An input's name; empty where it is left out.</summary>
    public string Input(int index) => index < Inputs.Count ? Inputs[index] : "";

    public bool HasOutput(int index) => index < Outputs.Count && Outputs[index].Length > 0;

    /// <summary>As messages call it.</summary>
    public string Description => $"{Shown.Plain(Op)} {Shown.Quoted(Name.Length > 0 ? Name : Outputs.FirstOrDefault(output => output.Length > 0, ""))}";
}

/// <summary>A model: nodes in an order in which each reads what was computed before.</summary>
internal sealed class Graph
{
    public required string File { get; init; }

    /// <summary>What wrote the file, for a comment.</summary>
    public string Producer { get; init; } = "";

    public required IReadOnlyList<GraphInput> Inputs { get; init; }

    public required IReadOnlyList<string> Outputs { get; set; }

    public List<Node> Nodes { get; set; } = [];

    public Dictionary<string, Tensor> Constants { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The sizes of values that are no constants.</summary>
    public Dictionary<string, long[]> Shapes { get; } = new(StringComparer.Ordinal);

    /// <summary>The batch size that a file fixed; 0 where it did not.</summary>
    public long FixedBatch { get; init; }

    public Tensor? Constant(string name) => name.Length > 0 && Constants.TryGetValue(name, out Tensor? tensor) ? tensor : null;

    public bool TryGetShape(string name, [NotNullWhen(true)] out long[]? shape)
    {
        shape = Constant(name)?.Shape ?? Shapes.GetValueOrDefault(name);
        return shape is not null;
    }

    public long[] Shape(string name) => TryGetShape(name, out long[]? shape) ? shape : throw new ToolException($"{File}: the shape of {Shown.Quoted(name)} is not known.");
}
