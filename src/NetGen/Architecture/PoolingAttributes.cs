namespace NetGen;

/// <summary>The base of the layers that reduce windows of an image to one value each.</summary>
public abstract class PoolingAttribute : LayerAttribute
{
    private protected PoolingAttribute(int size)
    {
        Size = size;
        Stride = size;
    }

    /// <summary>The height and width of a window, at least 1 and at most the input's.</summary>
    public int Size { get; }

    /// <summary>The distance of neighbouring windows, at least 1. Default: their size, so that they do not overlap.</summary>
    public int Stride { get; set; }

    /// <summary>The height of a window, where it is not <see cref="Size"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The width of a window, where it is not <see cref="Size"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The distance of neighbouring rows of windows, where it is not <see cref="Stride"/>. Default: the height of a window.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The distance of neighbouring columns of windows, where it is not <see cref="Stride"/>. Default: the width of a window.</summary>
    public int StrideWidth { get; set; }
}

/// <summary>
/// The largest value of each window, in each channel of an image [channels, height, width]: y[c, i, j] = max over k, l of
/// x[c, i·stride + k, j·stride + l]. There is no padding; ⌊(size − window) / stride⌋ + 1 rows and columns come out, and
/// what is left over at the end is not looked at.
/// </summary>
/// <remarks>The gradient goes to the largest element; of several equal ones, to the first in row-major order, as in PyTorch. NaN is the largest.</remarks>
public sealed class MaxPool2DAttribute : PoolingAttribute
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
/// x[c, i·stride + k, j·stride + l]. There is no padding; ⌊(size − window) / stride⌋ + 1 rows and columns come out.
/// </summary>
public sealed class AveragePool2DAttribute : PoolingAttribute
{
    /// <summary>Windows of <paramref name="size"/> rows and columns, side by side unless a stride is given.</summary>
    /// <param name="size">The height and width of a window, at least 1.</param>
    public AveragePool2DAttribute(int size)
        : base(size)
    {
    }
}

/// <summary>The mean of each channel of an image: [channels, height, width] to [channels]. Lin et al., Network in network, 2013.</summary>
public sealed class GlobalAveragePool2DAttribute : LayerAttribute;
