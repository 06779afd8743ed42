namespace NetGen;

/// <summary>One argument of an attribute that declares a layer, a loss or an input: of its constructor or one of its properties.</summary>
public sealed record LayerArgument
{
    /// <summary>Describes an argument.</summary>
    /// <param name="name">The name of the constructor's parameter or of the property.</param>
    /// <param name="value">The value.</param>
    public LayerArgument(string name, object value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The name of the constructor's parameter (<c>units</c>) or of the property (<c>Bias</c>).</summary>
    public string Name { get; }

    /// <summary>The value: an int, a double, a bool, a string, or an array of ints, doubles or strings; of an enumeration, the number.</summary>
    public object Value { get; }
}
