namespace NetGen;

/// <summary>
/// Declares on a property of an <see cref="IActivation"/> or <see cref="ILoss"/> struct which values this parameter may
/// take: the analyzer refuses others where the attribute is written, and NaN in any case.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterRangeAttribute : Attribute
{
    /// <summary>The smallest value allowed.</summary>
    public double Min { get; set; } = double.NegativeInfinity;

    /// <summary>The value that any value must be greater than.</summary>
    public double GreaterThan { get; set; } = double.NegativeInfinity;

    /// <summary>The largest value allowed.</summary>
    public double Max { get; set; } = double.PositiveInfinity;
}
