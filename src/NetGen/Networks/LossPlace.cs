namespace NetGen.CompilerServices;

/// <summary>A loss of a network: what it is called, and where its targets stand in a row that holds those of all losses.</summary>
/// <param name="name">The name in histories: that of its attribute, or of the value it compares, or its kind.</param>
/// <param name="kind">Its kind, with a number where there are several of it: another name for it.</param>
/// <param name="targets">The number of its targets for each example; 0 for a loss without target.</param>
/// <param name="start">Where they start in the row.</param>
/// <param name="classes">The number of classes where targets are labels; 0 where they are numbers.</param>
/// <param name="weight">Its factor in the cost.</param>
internal sealed class LossPlace(string name, string kind, int targets, int start, int classes, double weight)
{
    /// <summary>The name in histories.</summary>
    public string Name { get; } = name;

    /// <summary>Its kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>The number of its targets for each example.</summary>
    public int Targets { get; } = targets;

    /// <summary>Where they start in the row.</summary>
    public int Start { get; } = start;

    /// <summary>The number of classes where targets are labels.</summary>
    public int Classes { get; } = classes;

    /// <summary>Its factor in the cost.</summary>
    public double Weight { get; } = weight;

    /// <summary>Which numbers its targets may be.</summary>
    public TargetRange Range { get; init; }

    /// <summary>Where it compares numbers with steps of which some may be padding, the steps.</summary>
    public LabelRows? PaddedSteps { get; init; }

    /// <summary>Whether it goes by this name.</summary>
    public bool IsCalled(string other) => Name == other || Kind == other;
}
