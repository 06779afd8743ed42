namespace NetGen;

/// <summary>Convolutions; ONNX has the channels of sequences before their steps.</summary>
internal static class ConvolutionNodes
{
    public static string Image(LayerScope layer) => Convolve(layer, layer.Input, WindowAxis.OfImage(layer, "kernel", stride: 1));

    public static string Steps(LayerScope layer) => OverSteps(layer, x => Convolve(layer, x, [WindowAxis.OfSteps(layer, "kernel", stride: 1)]));

    public static string TransposedImage(LayerScope layer) => Spread(layer, layer.Input, ["Height", "Width"]);

    public static string TransposedSteps(LayerScope layer) => OverSteps(layer, x => Spread(layer, x, [""]));

    /// <summary>Applies what takes [channels, steps] to [steps, channels].</summary>
    public static string OverSteps(LayerScope layer, Func<string, string> write) => layer.Transpose(write(layer.Transpose(layer.Input, 0, 2, 1)), 0, 2, 1);

    private static string Convolve(LayerScope layer, string x, WindowAxis[] axes) => layer.Graph.Add(
        "Conv",
        [x, .. Parameters(layer)],
        ("kernel_shape", Ints(axes, axis => axis.Kernel)),
        ("strides", Ints(axes, axis => axis.Stride)),
        ("dilations", Ints(axes, axis => axis.Dilation)),
        ("pads", WindowAxis.Pads(axes)),
        ("group", layer.Layer.Argument("Groups", 1)));

    private static string Spread(LayerScope layer, string x, string[] suffixes)
    {
        int[] padding = [.. suffixes.Select(suffix => WindowAxis.Argument(layer, "Padding", suffix, 0))];
        return layer.Graph.Add(
            "ConvTranspose",
            [x, .. Parameters(layer)],
            ("kernel_shape", layer.Shape("weight").Skip(2).ToArray()),
            ("strides", suffixes.Select(suffix => WindowAxis.Argument(layer, "Stride", suffix, 1)).ToArray()),
            ("pads", padding.Concat(padding).ToArray()),
            ("output_padding", suffixes.Select(suffix => WindowAxis.Argument(layer, "OutputPadding", suffix, 0)).ToArray()));
    }

    private static string[] Parameters(LayerScope layer) => layer.Has("bias") ? [layer.Parameter("weight"), layer.Parameter("bias")] : [layer.Parameter("weight")];

    private static int[] Ints(WindowAxis[] axes, Func<WindowAxis, int> of) => [.. axes.Select(of)];
}
