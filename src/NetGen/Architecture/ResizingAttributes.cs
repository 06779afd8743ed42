namespace NetGen;

/// <summary>
/// Zeros before and after the elements of an axis: [3, 5] after <c>Pad(1, 2, Axis = 1)</c> is [3, 8]. Several, one after the other, pad several axes.
/// Backward: x̄ is ȳ without what stands for the zeros.
/// </summary>
/// <remarks>Convolutions and pools have a padding of their own, which costs less. A negative number of zeros and an axis that is not there are compile-time errors.</remarks>
public sealed class PadAttribute : LayerAttribute
{
    /// <summary>So many zeros before and after.</summary>
    /// <param name="before">The number of zeros before the first element, at least 0.</param>
    /// <param name="after">The number of zeros after the last element, at least 0.</param>
    public PadAttribute(int before, int after)
    {
        Before = before;
        After = after;
    }

    /// <summary>The number of zeros before the first element.</summary>
    public int Before { get; }

    /// <summary>The number of zeros after the last element.</summary>
    public int After { get; }

    /// <summary>The axis, from 0, or from the end: −1 is the last. Default 0: the steps of [steps, features], the channels of an image.</summary>
    public int Axis { get; set; }
}

/// <summary>
/// An image [channels, height, width] with every element as a square of equal ones, the nearest neighbour: y[c, i, j] = x[c, ⌊i / scale⌋, ⌊j / scale⌋].
/// Backward: x̄ is the sum of ȳ over the square.
/// </summary>
public sealed class Upsample2DAttribute : LayerAttribute
{
    /// <summary>So many times as high and as wide.</summary>
    /// <param name="scale">The factor of height and width, at least 1.</param>
    public Upsample2DAttribute(int scale) => Scale = scale;

    /// <summary>The factor of height and width.</summary>
    public int Scale { get; }
}
