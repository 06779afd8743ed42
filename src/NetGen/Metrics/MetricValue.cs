namespace NetGen;

/// <summary>The value of a metric.</summary>
public readonly record struct MetricValue
{
    /// <summary>A value under a name.</summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="value">The value.</param>
    public MetricValue(string name, double value) => (Name, Value) = (name, value);

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public double Value { get; }

    /// <summary>The name and four digits of the value: <c>accuracy 0.9733</c>.</summary>
    public override string ToString() => $"{Name} {TextTable.Number(Value)}";
}
