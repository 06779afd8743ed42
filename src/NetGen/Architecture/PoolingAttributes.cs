namespace NetGen;

/// <summary>
/// The base of the layers that reduce windows to one value each. Where windows reach beyond the input, there is padding, which is never the
/// largest.
/// </summary>
public abstract class PoolingAttribute : LayerAttribute
{
    private protected PoolingAttribute(int size)
    {
        Size = size;
        Stride = size;
    }

    /// <summary>The size of a window along each axis, at least 1 and at most the input's with its padding.</summary>
    public int Size { get; }

    /// <summary>The distance of neighbouring windows, at least 1. Default: their size, so that they do not overlap.</summary>
    public int Stride { get; set; }

    /// <summary>How far windows reach beyond the input, before and after it along each axis: at most half their size. Default 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// Whether windows reach so far beyond the input that there are as many of them as positions of the input, divided by the stride and rounded
    /// up. Where that is an odd number of positions, one more comes after the input than before it. Excludes a padding. Default false.
    /// </summary>
    public bool Same { get; set; }
}

/// <summary>The base of the pools of images, whose windows may be unlike along the two axes.</summary>
public abstract class ImagePoolingAttribute : PoolingAttribute
{
    private protected ImagePoolingAttribute(int size)
        : base(size)
    {
    }

    /// <summary>The height of a window, where it is not <see cref="PoolingAttribute.Size"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The width of a window, where it is not <see cref="PoolingAttribute.Size"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The distance of neighbouring rows of windows, where it is not <see cref="PoolingAttribute.Stride"/>. Default: the height of a window.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The distance of neighbouring columns of windows, where it is not <see cref="PoolingAttribute.Stride"/>. Default: the width of a window.</summary>
    public int StrideWidth { get; set; }

    /// <summary>How far windows reach beyond the first and the last row, where it is not <see cref="PoolingAttribute.Padding"/>.</summary>
    public int PaddingHeight { get; set; }

    /// <summary>How far windows reach beyond the first and the last column, where it is not <see cref="PoolingAttribute.Padding"/>.</summary>
    public int PaddingWidth { get; set; }
}

/// <summary>
/// The largest value of each window, in each channel of an image [channels, height, width]: y[c, i, j] = max over k, l of
/// x[c, i·stride + k − padding, j·stride + l − padding], of those that there are. ⌊(size + 2·padding − window) / stride⌋ + 1 rows and columns
/// come out, and what is left over at the end is not looked at.
/// </summary>
/// <remarks>The gradient goes to the largest element; of several equal ones, to the first in row-major order, as in PyTorch. NaN is the largest.</remarks>
public sealed class MaxPool2DAttribute : ImagePoolingAttribute
{
    /// <summary>Windows of <paramref name="size"/> rows and columns, side by side unless a stride is given.</summary>
    /// <param name="size">The height and width of a window, at least 1.</param>
    public MaxPool2DAttribute(int size)
        : base(size)
    {
    }
}

/// <summary>
/// The mean of each window, in each channel of an image [channels, height, width]: y[c, i, j] = mean over k, l of
/// x[c, i·stride + k − padding, j·stride + l − padding]. ⌊(size + 2·padding − window) / stride⌋ + 1 rows and columns come out.
/// Backward: each element of a window gets ȳ divided by what the sum was.
/// </summary>
public sealed class AveragePool2DAttribute : ImagePoolingAttribute
{
    /// <summary>Windows of <paramref name="size"/> rows and columns, side by side unless a stride is given.</summary>
    /// <param name="size">The height and width of a window, at least 1.</param>
    public AveragePool2DAttribute(int size)
        : base(size)
    {
    }

    /// <summary>
    /// Whether the padding counts as zeros: every sum is divided by the size of a window, as in PyTorch. Otherwise, and with
    /// <see cref="PoolingAttribute.Same"/> always, a sum is divided by the number of elements that there are. Default true.
    /// </summary>
    public bool CountPadding { get; set; } = true;
}

/// <summary>
/// The largest value of each window of a sequence [steps, features], feature by feature: y[i, c] = max over k of x[i·stride + k − padding, c],
/// of those that there are. ⌊(steps + 2·padding − window) / stride⌋ + 1 steps come out.
/// </summary>
/// <remarks>The gradient goes to the first of the largest. A stream of single steps has no windows: a network with this layer has no <c>CreateStream</c>.</remarks>
public sealed class MaxPool1DAttribute : PoolingAttribute
{
    /// <summary>Windows of <paramref name="size"/> steps, side by side unless a stride is given.</summary>
    /// <param name="size">The steps of a window, at least 1.</param>
    public MaxPool1DAttribute(int size)
        : base(size)
    {
    }
}

/// <summary>
/// The mean of each window of a sequence [steps, features], feature by feature: y[i, c] = mean over k of x[i·stride + k − padding, c].
/// ⌊(steps + 2·padding − window) / stride⌋ + 1 steps come out. Backward: each element of a window gets ȳ divided by what the sum was.
/// </summary>
/// <remarks>A stream of single steps has no windows: a network with this layer has no <c>CreateStream</c>.</remarks>
public sealed class AveragePool1DAttribute : PoolingAttribute
{
    /// <summary>Windows of <paramref name="size"/> steps, side by side unless a stride is given.</summary>
    /// <param name="size">The steps of a window, at least 1.</param>
    public AveragePool1DAttribute(int size)
        : base(size)
    {
    }

    /// <inheritdoc cref="AveragePool2DAttribute.CountPadding"/>
    public bool CountPadding { get; set; } = true;
}

/// <summary>The mean of each channel of an image: [channels, height, width] to [channels]. Lin et al., Network in network, 2013.</summary>
public sealed class GlobalAveragePool2DAttribute : LayerAttribute;

/// <summary>The largest value of each channel of an image: [channels, height, width] to [channels]. The gradient goes to the first of the largest, in row-major order.</summary>
public sealed class GlobalMaxPool2DAttribute : LayerAttribute;
