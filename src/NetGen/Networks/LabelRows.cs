using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>The class labels of an example, and which of them count.</summary>
/// <param name="perExample">Their number: one, or one for each step.</param>
/// <param name="ignored">The label of what does not count; null where all count.</param>
/// <param name="lengths">Where the lengths of examples lie, in elements per example of the batch capacity; −1 where all steps count.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LabelRows(int perExample, int? ignored = null, int lengths = -1)
{
    /// <summary>Their number for each example.</summary>
    public int PerExample { get; } = perExample;

    /// <summary>The label of what does not count.</summary>
    public int? Ignored { get; } = ignored;

    /// <summary>Where the lengths of examples lie.</summary>
    public int Lengths { get; } = lengths;
}
