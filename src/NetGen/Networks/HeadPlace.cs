using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>One of several heads of a network: where it lies in a workspace, in inference and in the row of all outputs.</summary>
/// <param name="value">Where it lies in a workspace, and the gradient that Backward starts from.</param>
/// <param name="start">Where it starts in the row in which all heads lie side by side.</param>
/// <param name="scratch">Where inference leaves it, in elements per example.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HeadPlace(ArenaValue value, int start, int scratch)
{
    /// <summary>Where it lies in a workspace.</summary>
    public ArenaValue Value { get; } = value;

    /// <summary>Where it starts in the row of all outputs.</summary>
    public int Start { get; } = start;

    /// <summary>Where inference leaves it, in elements per example.</summary>
    public int Scratch { get; } = scratch;
}
