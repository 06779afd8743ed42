using NetGen.Tool.Graphs;

namespace NetGen.Tool.Source;

/// <summary>A parameter of a layer, or what it keeps besides.</summary>
/// <param name="Leaf">Its name behind the layer's, as files have it: <c>weight</c>, <c>running_mean</c>.</param>
/// <param name="Value">Its elements, in NetGen's shape.</param>
internal sealed record LayerTensor(string Leaf, Tensor Value);

/// <summary>A layer of a network: an attribute, what it reads and what it computes.</summary>
/// <param name="Kind">The attribute.</param>
/// <param name="Arguments">Its arguments as source has them, but for the names of values.</param>
/// <param name="Inputs">The numbers of the values that it reads: first the one that it follows.</param>
/// <param name="Output">The number of the value that it computes.</param>
internal sealed record Layer(string Kind, IReadOnlyList<string> Arguments, IReadOnlyList<int> Inputs, int Output)
{
    /// <summary>Its parameters and state.</summary>
    public IReadOnlyList<LayerTensor> Tensors { get; init; } = [];

    /// <summary>What the file calls it, where that is a name for NetGen; else null.</summary>
    public string? Title { get; init; }

    /// <summary>The property that names the other value; null where names come first among the arguments.</summary>
    public string? ReferenceProperty { get; init; }

    /// <summary>The repetitions of a block: their layers are those of one, their tensors each repetition's own.</summary>
    public Block? Block { get; init; }
}

/// <summary>What a layer of blocks repeats.</summary>
/// <param name="Name">The block's class.</param>
/// <param name="Repetitions">The layers of each repetition, alike but for their tensors.</param>
internal sealed record Block(string Name, IReadOnlyList<IReadOnlyList<Layer>> Repetitions);

/// <summary>An input of a network.</summary>
/// <param name="Name">What the file calls it.</param>
/// <param name="Shape">One example.</param>
/// <param name="IsTokens">Whether it holds token numbers.</param>
/// <param name="Value">The number of its value.</param>
internal sealed record NetworkInput(string Name, long[] Shape, bool IsTokens, int Value);

/// <summary>A loss and the value that it compares.</summary>
/// <param name="Kind">The attribute, with its arguments.</param>
/// <param name="Value">The number of the value.</param>
internal sealed record NetworkLoss(string Kind, int Value);

/// <summary>A network: what is written as source.</summary>
/// <param name="Inputs">Its inputs, in the model's order.</param>
/// <param name="Layers">Its layers, each after those that it reads.</param>
/// <param name="Losses">A loss for each output, in the model's order.</param>
/// <param name="IsDouble">Whether its precision is double.</param>
internal sealed record NetworkProgram(IReadOnlyList<NetworkInput> Inputs, IReadOnlyList<Layer> Layers, IReadOnlyList<NetworkLoss> Losses, bool IsDouble);
