namespace NetGen;

/// <summary>One operation of a network.</summary>
public sealed record LayerDescription
{
    /// <summary>Describes an operation.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="operation">The operation as declared.</param>
    /// <param name="inputs">The names of the layers whose outputs it takes.</param>
    /// <param name="outputShape">The shape of one example's output.</param>
    /// <param name="parameterCount">The number of its parameters.</param>
    /// <param name="flops">Floating-point operations of one example's forward pass.</param>
    public LayerDescription(string name, string operation, IReadOnlyList<string> inputs, IReadOnlyList<int> outputShape, int parameterCount, long flops)
    {
        Name = name;
        Operation = operation;
        Inputs = inputs;
        OutputShape = outputShape;
        ParameterCount = parameterCount;
        Flops = flops;
    }

    /// <summary>The name: the user's, or the kind with its number among that kind.</summary>
    public string Name { get; }

    /// <summary>The operation as declared: <c>Dense(256)</c>.</summary>
    public string Operation { get; }

    /// <summary>The names of the layers whose outputs it takes.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The shape of one example's output; empty for a loss.</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>The number of its parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>
    /// Floating-point operations of one example's forward pass: 2 for each multiply-add of a matrix product, 1 for each
    /// element of an element-wise operation.
    /// </summary>
    public long Flops { get; }
}
