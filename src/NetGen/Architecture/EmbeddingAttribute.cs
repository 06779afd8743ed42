namespace NetGen;

/// <summary>
/// A vector for each token: e[s] = row x[s] of E, from tokens [steps] to [steps, dimension], with E of shape [count, dimension]. Backward: row t
/// of Ē is the sum of ē[s] over all steps s whose token is t, in all examples; the other rows are zero. Steps of padding are zero.
/// </summary>
/// <remarks>
/// E starts normal with the standard deviation 1/√dimension. Its gradient is dense, as PyTorch's is by default: weight decay and the moments of
/// Adam act on rows whose token did not occur, too, as on any parameter with a gradient of zero.
/// </remarks>
/// <param name="count">The number of tokens, at least 1: they are 0 to count − 1. In single precision at most 16,777,216.</param>
/// <param name="dimension">The length of a token's vector, at least 1.</param>
public sealed class EmbeddingAttribute(int count, int dimension) : TrainableLayerAttribute
{
    /// <summary>The number of tokens.</summary>
    public int Count { get; } = count;

    /// <summary>The length of a token's vector.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>
    /// The name of an earlier embedding of the same size, whose E this layer uses instead of its own: its gradient is the sum over both uses.
    /// <c>[Dense(count, Tie = "tokens")]</c> shares E in the same way.
    /// </summary>
    public string? Tie { get; set; }

    /// <summary>How E is initialized. Default: normal, with the standard deviation 1/√dimension.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }
}
