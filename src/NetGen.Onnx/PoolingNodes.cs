namespace NetGen;

/// <summary>Pools; ONNX has the channels of sequences before their steps.</summary>
internal static class PoolingNodes
{
    public static string Image(LayerScope layer, string operation) => Pool(layer, operation, layer.Input, WindowAxis.OfImage(layer, "size", stride: null));

    public static string Steps(LayerScope layer, string operation) =>
        ConvolutionNodes.OverSteps(layer, x => Pool(layer, operation, x, [WindowAxis.OfSteps(layer, "size", stride: null)]));

    /// <summary>Of each channel of an image, one number.</summary>
    public static string Global(LayerScope layer, string operation) => layer.Graph.Add("Flatten", [layer.Graph.Add(operation, [layer.Input])], ("axis", 1));

    private static string Pool(LayerScope layer, string operation, string x, WindowAxis[] axes)
    {
        (string, object)[] attributes =
        [
            ("kernel_shape", axes.Select(axis => axis.Kernel).ToArray()),
            ("strides", axes.Select(axis => axis.Stride).ToArray()),
            ("pads", WindowAxis.Pads(axes)),
        ];
        bool countsPadding = operation == "AveragePool" && layer.Layer.Argument("CountPadding", true) && !layer.Layer.Argument("Same", false);
        return layer.Graph.Add(operation, [x], countsPadding ? [.. attributes, ("count_include_pad", 1)] : attributes);
    }
}
