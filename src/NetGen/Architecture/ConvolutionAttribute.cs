namespace NetGen;

/// <summary>The base of the convolutions: what they have in common.</summary>
public abstract class ConvolutionAttribute : TrainableLayerAttribute
{
    private protected ConvolutionAttribute(int channels, int kernel)
    {
        Channels = channels;
        Kernel = kernel;
    }

    /// <summary>The number of output channels, at least 1.</summary>
    public int Channels { get; }

    /// <summary>The size of the kernel along each convolved axis, at least 1 and at most the input's with its padding.</summary>
    public int Kernel { get; }

    /// <summary>The distance of neighbouring positions of the kernel, at least 1. Default 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The number of zeros added before and after the input along each convolved axis. Default 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// The distance of the input's elements that the kernel takes, at least 1: 2 leaves out every other one, so that the kernel spans
    /// (kernel − 1)·dilation + 1 of them. Default 1.
    /// </summary>
    public int Dilation { get; set; } = 1;

    /// <summary>
    /// Into how many groups of equally many input and output channels are divided, each with kernels of its own: the weight is [output
    /// channels, input channels / groups, kernel…]. As many as channels is a depthwise convolution. Default 1.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>
    /// Whether the input is padded so that the output has as many positions as the input, divided by the stride and rounded up:
    /// as large as the input at stride 1. Where the number of zeros is odd, one more comes after than before. Excludes a
    /// padding. Default false.
    /// </summary>
    public bool Same { get; set; }

    /// <summary>Whether a bias is added to each output channel. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// The name of an earlier layer of the same kind and size, whose weight and bias this layer uses instead of its own: their
    /// gradient is the sum over both uses.
    /// </summary>
    public string? Tie { get; set; }

    /// <summary>How the weight is initialized. Default: by the activation that follows. The fan-in is input channels × kernel positions.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }

    /// <summary>The initial value of the bias. Default 0.</summary>
    public double BiasInit { get; set; }
}

/// <summary>
/// A convolution of an image, [channels, height, width]: a cross-correlation, as everywhere in the field (the kernel is not flipped).
/// z[o, i, j] = b[o] + Σ over c, k, l of W[o, c, k, l] · x[c, i·stride + k − padding, j·stride + l − padding], with x zero outside.
/// The output has ⌊(size + 2·padding − kernel) / stride⌋ + 1 rows and columns; the parameters are <c>weight</c>
/// [output channels, input channels, kernel height, kernel width] and <c>bias</c> [output channels].
/// </summary>
/// <remarks>
/// LeCun et al., Gradient-based learning applied to document recognition, Proc. IEEE 86 (1998). Wrong sizes are compile-time
/// errors: a kernel larger than the padded input, a size or a stride below 1, a negative padding, an input without three axes.
/// </remarks>
public sealed class Conv2DAttribute : ConvolutionAttribute
{
    /// <summary>A convolution with a square kernel, unless <see cref="KernelHeight"/> or <see cref="KernelWidth"/> say otherwise.</summary>
    /// <param name="channels">The number of output channels, at least 1.</param>
    /// <param name="kernel">The height and width of the kernel, at least 1.</param>
    public Conv2DAttribute(int channels, int kernel)
        : base(channels, kernel)
    {
    }

    /// <summary>The kernel's height, where it is not <see cref="ConvolutionAttribute.Kernel"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The kernel's width, where it is not <see cref="ConvolutionAttribute.Kernel"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The distance of neighbouring rows, where it is not <see cref="ConvolutionAttribute.Stride"/>.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The distance of neighbouring columns, where it is not <see cref="ConvolutionAttribute.Stride"/>.</summary>
    public int StrideWidth { get; set; }

    /// <summary>The distance of the rows that the kernel takes, where it is not <see cref="ConvolutionAttribute.Dilation"/>.</summary>
    public int DilationHeight { get; set; }

    /// <summary>The distance of the columns that the kernel takes, where it is not <see cref="ConvolutionAttribute.Dilation"/>.</summary>
    public int DilationWidth { get; set; }

    /// <summary>Rows of zeros above and below, where they are not <see cref="ConvolutionAttribute.Padding"/>.</summary>
    public int PaddingHeight { get; set; }

    /// <summary>Columns of zeros left and right, where they are not <see cref="ConvolutionAttribute.Padding"/>.</summary>
    public int PaddingWidth { get; set; }
}

/// <summary>
/// A convolution of a sequence, [steps, features], along its steps: features are the channels, as <c>[Input(t, d)]</c> has them.
/// z[i, o] = b[o] + Σ over c, k of W[o, c, k] · x[i·stride + k − padding, c], with x zero outside. The output is
/// [⌊(steps + 2·padding − kernel) / stride⌋ + 1, output channels]; the parameters are <c>weight</c> [output channels, input
/// channels, kernel] and <c>bias</c> [output channels].
/// </summary>
/// <remarks>
/// Wrong sizes are compile-time errors, as for <see cref="Conv2DAttribute"/>; the input has two axes. Layers with
/// <c>Causal = true, Dilation = 1, 2, 4, 8, …</c> one after the other see exponentially many steps back (van den Oord et al., WaveNet, 2016).
/// </remarks>
public sealed class Conv1DAttribute : ConvolutionAttribute
{
    /// <summary>A convolution along the steps.</summary>
    /// <param name="channels">The number of output channels, at least 1.</param>
    /// <param name="kernel">The number of steps the kernel spans, at least 1.</param>
    public Conv1DAttribute(int channels, int kernel)
        : base(channels, kernel)
    {
    }

    /// <summary>
    /// Whether (kernel − 1)·dilation zeros come before the first step and none after the last, so that no output depends on a later step. Excludes
    /// <see cref="ConvolutionAttribute.Padding"/> and <see cref="ConvolutionAttribute.Same"/>. Default false.
    /// </summary>
    public bool Causal { get; set; }
}

/// <summary>The base of the transposed convolutions: what they have in common.</summary>
public abstract class ConvTransposeAttribute : TrainableLayerAttribute
{
    private protected ConvTransposeAttribute(int channels, int kernel)
    {
        Channels = channels;
        Kernel = kernel;
    }

    /// <summary>The number of output channels, at least 1.</summary>
    public int Channels { get; }

    /// <summary>The size of the kernel along each axis, at least 1.</summary>
    public int Kernel { get; }

    /// <summary>The distance at which neighbouring inputs put the kernel into the output, at least 1. Default 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>How many positions are left out before and after the output along each axis: those that a convolution with this padding would add. Default 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// How many positions more there are at the end along each axis, below the stride: a convolution with a stride gives outputs of one size for inputs
    /// of several. Default 0.
    /// </summary>
    public int OutputPadding { get; set; }

    /// <summary>Whether a bias is added to each output channel. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <inheritdoc cref="ConvolutionAttribute.Tie"/>
    public string? Tie { get; set; }

    /// <summary>
    /// How the weight is initialized. Default: by the activation that follows. As in PyTorch and Keras, the fan-in is output channels × kernel positions,
    /// as it is of the convolution that this one transposes.
    /// </summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }

    /// <summary>The initial value of the bias. Default 0.</summary>
    public double BiasInit { get; set; }
}

/// <summary>
/// A transposed convolution of an image [channels, height, width], which makes it larger: what the gradient of a convolution's input is to its output.
/// Each input puts the kernel into the output: z[o, i·stride + k − padding, j·stride + l − padding] += Σ over c of x[c, i, j] · W[c, o, k, l], from b[o]
/// on. The output has (size − 1)·stride − 2·padding + kernel + output padding rows and columns; the parameters are <c>weight</c> [input channels,
/// output channels, kernel height, kernel width] and <c>bias</c> [output channels]. Backward: x̄ is the convolution of z̄ by W, W̄[c, o, k, l] =
/// Σ x[c, i, j] · z̄[o, i·stride + k − padding, j·stride + l − padding], b̄[o] = Σ z̄[o].
/// </summary>
/// <remarks>
/// Zeiler et al., Deconvolutional networks, 2010. <c>ConvTranspose2D(channels, 4, Stride = 2, Padding = 1)</c> doubles height and width. Wrong sizes are
/// compile-time errors: an output padding of the stride or more, a padding that leaves nothing, an input without three axes.
/// </remarks>
public sealed class ConvTranspose2DAttribute : ConvTransposeAttribute
{
    /// <summary>A transposed convolution with a square kernel, unless <see cref="KernelHeight"/> or <see cref="KernelWidth"/> say otherwise.</summary>
    /// <param name="channels">The number of output channels, at least 1.</param>
    /// <param name="kernel">The height and width of the kernel, at least 1.</param>
    public ConvTranspose2DAttribute(int channels, int kernel)
        : base(channels, kernel)
    {
    }

    /// <summary>The kernel's height, where it is not <see cref="ConvTransposeAttribute.Kernel"/>.</summary>
    public int KernelHeight { get; set; }

    /// <summary>The kernel's width, where it is not <see cref="ConvTransposeAttribute.Kernel"/>.</summary>
    public int KernelWidth { get; set; }

    /// <summary>The distance along the height, where it is not <see cref="ConvTransposeAttribute.Stride"/>.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The distance along the width, where it is not <see cref="ConvTransposeAttribute.Stride"/>.</summary>
    public int StrideWidth { get; set; }

    /// <summary>The rows that are left out above and below, where they are not <see cref="ConvTransposeAttribute.Padding"/>.</summary>
    public int PaddingHeight { get; set; }

    /// <summary>The columns that are left out left and right, where they are not <see cref="ConvTransposeAttribute.Padding"/>.</summary>
    public int PaddingWidth { get; set; }

    /// <summary>The rows that there are more below, where they are not <see cref="ConvTransposeAttribute.OutputPadding"/>.</summary>
    public int OutputPaddingHeight { get; set; }

    /// <summary>The columns that there are more on the right, where they are not <see cref="ConvTransposeAttribute.OutputPadding"/>.</summary>
    public int OutputPaddingWidth { get; set; }
}

/// <summary>
/// A transposed convolution of a sequence [steps, features] along its steps: z[i·stride + k − padding, o] += Σ over c of x[i, c] · W[c, o, k], from b[o]
/// on. The output is [(steps − 1)·stride − 2·padding + kernel + output padding, output channels]; the parameters are <c>weight</c> [input channels,
/// output channels, kernel] and <c>bias</c> [output channels]. Backward: as for <see cref="ConvTranspose2DAttribute"/>.
/// </summary>
public sealed class ConvTranspose1DAttribute : ConvTransposeAttribute
{
    /// <summary>A transposed convolution along the steps.</summary>
    /// <param name="channels">The number of output channels, at least 1.</param>
    /// <param name="kernel">The number of steps the kernel spans, at least 1.</param>
    public ConvTranspose1DAttribute(int channels, int kernel)
        : base(channels, kernel)
    {
    }
}
