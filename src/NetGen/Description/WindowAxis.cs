namespace NetGen;

/// <summary>How the windows of a convolution or a pool move along one axis, from a layer's description.</summary>
/// <param name="Length">The length of the axis that they move over: a transposed convolution's output, else the input.</param>
/// <param name="Kernel">The elements of a window.</param>
/// <param name="Stride">The distance of neighbouring windows.</param>
/// <param name="Dilation">The distance of the elements that a window takes.</param>
/// <param name="Before">How many elements the first window begins ahead of the axis.</param>
/// <param name="Count">The number of windows.</param>
internal readonly record struct WindowAxis(int Length, int Kernel, int Stride, int Dilation, int Before, int Count)
{
    /// <summary>An axis of one element, for what has fewer axes.</summary>
    public static WindowAxis One { get; } = new(1, 1, 1, 1, 0, 1);

    /// <summary>From a window's first element to its last, both included.</summary>
    public int Span => (Kernel - 1) * Dilation + 1;

    /// <summary>The axis of a layer.</summary>
    /// <param name="layer">The layer: a convolution, a transposed one or a pool.</param>
    /// <param name="suffix">What the names of the axis's own arguments end with: <c>Height</c>, <c>Width</c> or nothing.</param>
    /// <param name="input">The input's length along it.</param>
    /// <param name="output">The output's.</param>
    public static WindowAxis Of(LayerDescription layer, string suffix, int input, int output)
    {
        bool isPool = layer.Kind.Contains("Pool", StringComparison.Ordinal);
        int kernel = Argument("Kernel", isPool ? "size" : "kernel", 1), stride = Argument("Stride", "Stride", isPool ? kernel : 1);
        int dilation = Argument("Dilation", "Dilation", 1), padding = Argument("Padding", "Padding", 0), span = (kernel - 1) * dilation + 1;
        if (layer.Kind.StartsWith("ConvTranspose", StringComparison.Ordinal))
            return new WindowAxis(output, kernel, stride, dilation, padding, input);
        if (layer.Argument("Causal", false))
            padding = span - 1;
        else if (layer.Argument("Same", false))
            padding = Math.Max(0, (output - 1) * stride + span - input) / 2;
        return new WindowAxis(input, kernel, stride, dilation, padding, output);

        // What is said for the axis, else what is said for all.
        int Argument(string ofAxis, string ofAll, int otherwise) =>
            suffix.Length > 0 && layer.Argument(ofAxis + suffix, int.MinValue) is > int.MinValue and int value ? value : layer.Argument(ofAll, otherwise);
    }
}
