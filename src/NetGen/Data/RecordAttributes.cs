namespace NetGen;

/// <summary>
/// A member of a partial class, struct or record that is an input of a network: a number, or a <see cref="bool"/> as 1 and 0. One that may be null has two inputs: where it is null, the mean of
/// the rows trained on, and 1; else itself, and 0.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class FeatureAttribute : Attribute;

/// <summary>
/// A member of a partial class, struct or record that is one of some categories: a text, an enumeration, a character, a <see cref="bool"/> or a whole number. It has an input for each that the rows
/// trained on have, which is 1 for its own and else 0; where the member is null, all are 0.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class CategoryAttribute : Attribute
{
    /// <summary>What becomes of a category that the rows trained on did not have.</summary>
    public UnknownCategory Unknown { get; set; }
}

/// <summary>What becomes of a category that the rows trained on did not have.</summary>
public enum UnknownCategory
{
    /// <summary>An error that names it.</summary>
    Refused,

    /// <summary>All inputs of the member are 0, as where it is null.</summary>
    Zeros,
}

/// <summary>
/// The member of a partial class, struct or record that is learned: a number or a <see cref="bool"/> for networks whose targets are numbers; for class labels a text, an enumeration, a character, a
/// <see cref="bool"/> or a whole number, whose classes are those of the rows trained on.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class TargetAttribute : Attribute;
