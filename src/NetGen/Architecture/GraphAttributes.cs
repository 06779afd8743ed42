namespace NetGen;

/// <summary>
/// The sum of the current value and of named ones, element by element: h = z + a + b. All have the same shape. Backward:
/// z̄ = ā = b̄ = h̄.
/// </summary>
/// <param name="names">The names of the other values: at least one.</param>
public sealed class AddAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the other values.</summary>
    public string[] Names { get; } = names;
}

/// <summary>
/// The product of the current value and of named ones, element by element: h = z ⊙ a ⊙ b. All have the same shape. Backward:
/// z̄ = h̄ ⊙ a ⊙ b, and likewise for the others.
/// </summary>
/// <param name="names">The names of the other values: at least one.</param>
public sealed class MultiplyAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the other values.</summary>
    public string[] Names { get; } = names;
}

/// <summary>
/// The current value and named ones side by side: along the channels of images (channels, height, width), else along the last axis.
/// When the current value is itself among the names, or when the layer directly follows several inputs, exactly the named
/// values are joined, in that order. Backward: every value gets its part of h̄.
/// </summary>
/// <param name="names">The names of the other values: at least one.</param>
public sealed class ConcatAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the other values.</summary>
    public string[] Names { get; } = names;
}

/// <summary>Part of the last axis: hᵢ = z₍start+i₎ for i from 0 to count − 1. Backward: zero outside of the part.</summary>
/// <param name="start">The first element, from 0.</param>
/// <param name="count">The number of elements, at least 1.</param>
public sealed class SliceAttribute(int start, int count) : LayerAttribute
{
    /// <summary>The first element, from 0.</summary>
    public int Start { get; } = start;

    /// <summary>The number of elements.</summary>
    public int Count { get; } = count;
}

/// <summary>The same elements with one axis, in row-major order: channel, row, column. It costs nothing.</summary>
public sealed class FlattenAttribute : LayerAttribute;

/// <summary>The same elements with other axes, in row-major order. It costs nothing.</summary>
/// <param name="shape">The axes of one example, each at least 1; as many elements as before.</param>
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>The axes of one example.</summary>
    public int[] Shape { get; } = shape;
}
