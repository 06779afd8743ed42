namespace NetGen.Tool.Lowering;

/// <summary>
/// How a value of the model lies in the network: which of the network's values it is, and in which order the model's axes lie there. Axes
/// of one element lie everywhere, so they are in no order; transpositions of the model only change the order, until a layer asks for another.
/// </summary>
/// <param name="Value">The number of the network's value.</param>
/// <param name="Sizes">The axes that the network's value has.</param>
/// <param name="Order">The model's axes with more than one element, from the outermost in memory on.</param>
internal sealed record Place(int Value, long[] Sizes, int[] Order)
{
    /// <summary>Whether it is a sequence of tokens.</summary>
    public bool IsTokens { get; init; }
}
