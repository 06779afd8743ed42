namespace NetGen;

/// <summary>
/// Declares a neural network in single precision: the layers are the attributes that follow, in the order of the source
/// text, and the generator writes the class's other part.
/// </summary>
/// <example>
/// <code>
/// [Network]
/// [Input(784)]
/// [Dense(256), ReLU, Dropout(0.2)]
/// [Dense(10)]
/// [SoftmaxCrossEntropy]
/// public sealed partial class DigitNet;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class NetworkAttribute : Attribute
{
    /// <summary>The initializer of every layer that does not name its own.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }

    /// <summary>The initial value of every bias. Default 0.</summary>
    public double BiasInit { get; set; }
}

/// <summary>Declares a neural network in the precision of <typeparamref name="T"/>: see <see cref="NetworkAttribute"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute<T> : NetworkAttribute
    where T : unmanaged;

/// <summary>The shape of one example, whose elements are numbers: see <see cref="InputAttribute{T}"/> for tokens.</summary>
/// <param name="shape">
/// The axes: features; channels, height and width; or steps and features. Each at least 1.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : Attribute
{
    /// <summary>Features: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="features">The number of features, at least 1.</param>
    public InputAttribute(int features)
        : this([features])
    {
    }

    /// <summary>Steps of features: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="features">The number of features, at least 1.</param>
    public InputAttribute(int steps, int features)
        : this([steps, features])
    {
    }

    /// <summary>Channels of images: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="channels">The number of channels, at least 1.</param>
    /// <param name="height">The height, at least 1.</param>
    /// <param name="width">The width, at least 1.</param>
    public InputAttribute(int channels, int height, int width)
        : this([channels, height, width])
    {
    }

    /// <summary>The axes of one example.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>The input's name, by which layers refer to it. Default <c>"input"</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Of steps and features, the value of padding, finite: steps at the end of an example all of whose features are this value, rounded to the
    /// network's precision, do not count. Recurrent layers stop before them, attention and reductions over the steps leave them out, and so do
    /// losses and metrics of single steps. An example has at least one step. Without it every step counts.
    /// </summary>
    public double Padding { get; set; }
}

/// <summary>
/// The number of tokens of one example: integers from 0 on, which <see cref="EmbeddingAttribute"/> turns into vectors. Wherever this input is
/// given, it is a span of <see cref="int"/>.
/// </summary>
/// <typeparam name="T"><see cref="int"/>.</typeparam>
/// <param name="shape">The number of tokens of an example, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute<T>(params int[] shape) : Attribute
    where T : unmanaged
{
    /// <summary>Tokens: without an array, which a CLS-compliant attribute may not have.</summary>
    /// <param name="tokens">The number of tokens, at least 1.</param>
    public InputAttribute(int tokens)
        : this([tokens])
    {
    }

    /// <summary>The axes of one example: one, the tokens.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>The input's name, by which layers refer to it. Default <c>"input"</c>.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The token of padding: such tokens at the end of an example do not count. Their embedding is zero, recurrent layers stop before them,
    /// attention and reductions over the steps leave them out, and so do losses and metrics of single steps. An example has at least one token
    /// that counts. Without it every token counts.
    /// </summary>
    public int Padding { get; set; }
}
