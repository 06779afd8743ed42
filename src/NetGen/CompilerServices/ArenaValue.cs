using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Where one value of a network lies in the arena of a workspace: <see cref="Offset"/> counts elements per example.</summary>
/// <param name="name">The value's name.</param>
/// <param name="size">Elements of one example.</param>
/// <param name="stride">Elements from one example to the next.</param>
/// <param name="offset">The start, in elements per example of the batch capacity.</param>
/// <param name="gradientOffset">The start of the value's gradient, likewise; −1 where it is not kept.</param>
/// <param name="isInLanes">Whether examples lie side by side.</param>
/// <param name="start">Where an input starts in the row in which several lie side by side.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ArenaValue(string name, int size, int stride, int offset, int gradientOffset = -1, bool isInLanes = false, int start = 0)
{
    /// <summary>The value's name.</summary>
    public string Name { get; } = name;

    /// <summary>Elements of one example.</summary>
    public int Size { get; } = size;

    /// <summary>Elements from one example to the next: the size rounded up to a multiple of four.</summary>
    public int Stride { get; } = stride;

    /// <summary>The start, in elements per example of the batch capacity.</summary>
    public int Offset { get; } = offset;

    /// <summary>The start of the value's gradient, likewise; −1 where it is not kept: then it is the input's.</summary>
    public int GradientOffset { get; } = gradientOffset;

    /// <summary>Whether examples lie side by side, as <see cref="Lanes"/> has them, rather than one after the other.</summary>
    public bool IsInLanes { get; } = isInLanes;

    /// <summary>Where an input starts in the row in which several lie side by side.</summary>
    public int Start { get; } = start;
}
