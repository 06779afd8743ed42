namespace NetGen;

/// <summary>
/// The base of every attribute that declares an operation of a network. One attribute is one operation; the order is the
/// order of the source text.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// A name for this layer's output and parameters. A named value is kept until the next Forward and can be read with
    /// <c>GetOutput</c>; without a name, parameters are called after the layer's kind: <c>dense1.weight</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The name of the value this layer takes as its input. Default: the output of the layer before.</summary>
    public string? From { get; set; }
}
