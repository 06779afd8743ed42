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

    /// <summary>The kind of the layer, the attribute's name without "Attribute", whatever its arguments: <c>Dense</c>, <c>Input</c>.</summary>
    public string Kind => Operation.IndexOfAny(['(', '<']) is > 0 and int end ? Operation[..end] : Operation;

    /// <summary>
    /// What the declaration says of it beside its name and where its input comes from, in that order: what it does not say is as the attribute's
    /// documentation has it. Of an input, the <c>Padding</c>.
    /// </summary>
    public IReadOnlyList<LayerArgument> Arguments { get; init; } = [];

    /// <summary>
    /// The struct that computes an activation, its full name in C#, where that is not the kind's own of NetGen: of an attribute of your own,
    /// <c>App.Cube</c>; else null.
    /// </summary>
    public string? Function { get; init; }

    /// <summary>The tensors of parameters that it shares with another layer, whose name they have; of its own ones the name begins with the layer's.</summary>
    public IReadOnlyList<string> SharedParameters { get; init; } = [];

    /// <summary>The name of the input whose padding the steps of its output have, or of itself; null where none of them can be padding.</summary>
    public string? PaddedBy { get; init; }

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

    /// <summary>An argument's value, by its name whatever the case.</summary>
    /// <typeparam name="T">The type that the value has.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="otherwise">What it is where the declaration does not say it.</param>
    /// <exception cref="ArgumentException">The value has another type.</exception>
    public T Argument<T>(string name, T otherwise)
    {
        foreach (LayerArgument argument in Arguments)
        {
            if (string.Equals(argument.Name, name, StringComparison.OrdinalIgnoreCase))
                return argument.Value is T value ? value : throw new ArgumentException($"{argument.Name} of {Name} is a {argument.Value.GetType().Name}, not a {typeof(T).Name}.", nameof(name));
        }

        return otherwise;
    }
}
