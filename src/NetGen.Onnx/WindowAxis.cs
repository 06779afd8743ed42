namespace NetGen;

/// <summary>One axis along which a window moves: a kernel's, or a pool's.</summary>
/// <param name="Kernel">The window's elements.</param>
/// <param name="Stride">The distance of neighbouring windows.</param>
/// <param name="Dilation">The distance of the elements that a window takes.</param>
/// <param name="Before">Padding before the input.</param>
/// <param name="After">Padding after it.</param>
internal sealed record WindowAxis(int Kernel, int Stride, int Dilation, int Before, int After)
{
    /// <summary>The axes of an image.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kernel">The argument with the window's size.</param>
    /// <param name="stride">The stride where none is given; null: the window's size.</param>
    public static WindowAxis[] OfImage(LayerScope layer, string kernel, int? stride) =>
        [Read(layer, "Height", kernel, layer.InputShape[1], stride), Read(layer, "Width", kernel, layer.InputShape[2], stride)];

    /// <summary>The axis of a sequence's steps, likewise.</summary>
    public static WindowAxis OfSteps(LayerScope layer, string kernel, int? stride) => Read(layer, "", kernel, layer.InputShape[0], stride);

    /// <summary>As ONNX lists padding: before each axis, then after each.</summary>
    public static int[] Pads(WindowAxis[] axes) => [.. axes.Select(axis => axis.Before), .. axes.Select(axis => axis.After)];

    /// <summary>An argument of an axis, where it has one of its own, else the general one.</summary>
    public static int Argument(LayerScope layer, string name, string suffix, int otherwise) => layer.Layer.Argument(name + suffix, layer.Layer.Argument(name, otherwise));

    private static WindowAxis Read(LayerScope layer, string suffix, string kernel, int length, int? stride)
    {
        int size = layer.Layer.Argument("Kernel" + suffix, layer.Layer.Argument(kernel, 0));
        int step = Argument(layer, "Stride", suffix, stride ?? size), dilation = Argument(layer, "Dilation", suffix, 1), padding = Argument(layer, "Padding", suffix, 0);
        int span = ((size - 1) * dilation) + 1;
        if (layer.Layer.Argument("Causal", false))
            return new WindowAxis(size, step, dilation, span - 1, 0);
        if (!layer.Layer.Argument("Same", false))
            return new WindowAxis(size, step, dilation, padding, padding);
        int zeros = Math.Max(0, ((((length + step - 1) / step) - 1) * step) + span - length);
        return new WindowAxis(size, step, dilation, zeros / 2, zeros - (zeros / 2));
    }
}
