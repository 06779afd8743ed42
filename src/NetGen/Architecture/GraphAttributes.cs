namespace NetGen;

/// <summary>
/// The sum of the current value and of named ones, element by element: h = z + a + b. Backward: z̄ = ā = b̄ = h̄.
/// </summary>
/// <param name="names">The names of the other values: at least one.</param>
/// <remarks>
/// A named value has the current one's shape, or its last axes alone, or one element where that has several: it is then repeated (NumPy's broadcasting), and its
/// gradient is the sum over what was repeated.
/// </remarks>
public sealed class AddAttribute(params string[] names) : LayerAttribute
{
    /// <summary>With one named value: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of a value.</param>
    public AddAttribute(string first)
        : this([first])
    {
    }

    /// <summary>With two named values: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of the first value.</param>
    /// <param name="second">The name of the second value.</param>
    public AddAttribute(string first, string second)
        : this([first, second])
    {
    }

    /// <summary>The names of the other values.</summary>
    public string[] Names { get; } = names;
}

/// <summary>The current value less a named one, element by element: h = z − a. Backward: z̄ = h̄, ā = −h̄.</summary>
/// <param name="other">The name of the other value, of the current one's shape or repeated as in <see cref="AddAttribute"/>.</param>
public sealed class SubtractAttribute(string other) : LayerAttribute
{
    /// <summary>The name of the other value.</summary>
    public string Other { get; } = other;
}

/// <summary>
/// The matrix product of the current value and a named one, in each example: h = z·a, from [rows, terms] and [terms, columns] to
/// [rows, columns]. Backward: z̄ = h̄·aᵀ, ā = zᵀ·h̄.
/// </summary>
/// <param name="other">The name of the other value: of two axes, the first of them as long as the last of the current value.</param>
public sealed class MatMulAttribute(string other) : LayerAttribute
{
    /// <summary>The name of the other value.</summary>
    public string Other { get; } = other;
}

/// <summary>
/// The product of the current value and of named ones, element by element: h = z ⊙ a ⊙ b. Backward: z̄ = h̄ ⊙ a ⊙ b, and likewise for the others.
/// </summary>
/// <param name="names">The names of the other values: at least one, each of the current one's shape or repeated as in <see cref="AddAttribute"/>.</param>
public sealed class MultiplyAttribute(params string[] names) : LayerAttribute
{
    /// <summary>With one named value: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of a value.</param>
    public MultiplyAttribute(string first)
        : this([first])
    {
    }

    /// <summary>With two named values: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of the first value.</param>
    /// <param name="second">The name of the second value.</param>
    public MultiplyAttribute(string first, string second)
        : this([first, second])
    {
    }

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
    /// <summary>With one named value: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of a value.</param>
    public ConcatAttribute(string first)
        : this([first])
    {
    }

    /// <summary>With two named values: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of the first value.</param>
    /// <param name="second">The name of the second value.</param>
    public ConcatAttribute(string first, string second)
        : this([first, second])
    {
    }

    /// <summary>With three named values: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="first">The name of the first value.</param>
    /// <param name="second">The name of the second value.</param>
    /// <param name="third">The name of the third value.</param>
    public ConcatAttribute(string first, string second, string third)
        : this([first, second, third])
    {
    }

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

/// <summary>The two axes swapped: h[j, i] = z[i, j]. Backward: z̄ = h̄ᵀ.</summary>
public sealed class TransposeAttribute : LayerAttribute;

/// <summary>The same elements with one axis, in row-major order: channel, row, column. It costs nothing.</summary>
public sealed class FlattenAttribute : LayerAttribute;

/// <summary>The same elements with other axes, in row-major order. It costs nothing.</summary>
/// <param name="shape">The axes of one example, each at least 1; as many elements as before.</param>
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Features: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="features">The number of features, at least 1.</param>
    public ReshapeAttribute(int features)
        : this([features])
    {
    }

    /// <summary>Steps of features: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="features">The number of features, at least 1.</param>
    public ReshapeAttribute(int steps, int features)
        : this([steps, features])
    {
    }

    /// <summary>Channels of images: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="channels">The number of channels, at least 1.</param>
    /// <param name="height">The height, at least 1.</param>
    /// <param name="width">The width, at least 1.</param>
    public ReshapeAttribute(int channels, int height, int width)
        : this([channels, height, width])
    {
    }

    /// <summary>The axes of one example.</summary>
    public int[] Shape { get; } = shape;
}
