namespace NetGen;

/// <summary>One operation of a network.</summary>
/// <param name="Name">The name: the user's, or the kind with its number among that kind.</param>
/// <param name="Operation">The operation as declared: <c>Dense(256)</c>.</param>
/// <param name="Inputs">The names of the layers whose outputs it takes.</param>
/// <param name="OutputShape">The shape of one example's output; empty for a loss.</param>
/// <param name="ParameterCount">The number of its parameters.</param>
/// <param name="Flops">
/// Floating-point operations of one example's forward pass: 2 for each multiply-add of a matrix product, 1 for each
/// element of an element-wise operation.
/// </param>
public sealed record LayerDescription(string Name, string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<int> OutputShape, int ParameterCount, long Flops);
