namespace NetGen;

/// <summary>Norms, and scales for each feature or channel.</summary>
internal static class NormNodes
{
    private const double DefaultEpsilon = 1e-5;

    /// <summary>By the running statistics.</summary>
    public static string Batch(LayerScope layer)
    {
        int channels = layer.Shape("weight")[0];
        double epsilon = Epsilon(layer);
        if (layer.ChannelAxis == 1)
        {
            string[] tensors = [layer.Parameter("weight"), layer.Parameter("bias"), layer.Parameter("runningMean"), layer.Parameter("runningVariance")];
            return layer.Graph.Add("BatchNormalization", [layer.Input, .. tensors], ("epsilon", epsilon));
        }

        // The operator has the channels before the steps.
        double[] mean = layer.Read("runningMean");
        double[] scale = [.. layer.Read("weight").Zip(layer.Read("runningVariance"), (weight, variance) => weight / Math.Sqrt(variance + epsilon))];
        string centered = layer.Graph.Add("Sub", [layer.Input, layer.Parameter("runningMean")]);
        string scaled = layer.Graph.Add("Mul", [centered, layer.Made("scale", [channels], () => scale)]);
        return layer.Graph.Add("Add", [scaled, layer.Parameter("bias")]);
    }

    /// <summary>Inputs standardized by fitted statistics; those that never differed are only centered.</summary>
    public static string Inputs(LayerScope layer)
    {
        int[] shape = layer.ByChannel(layer.Shape("mean")[0]);
        string centered = layer.Graph.Add("Sub", [layer.Input, layer.Parameter("mean", shape)]);
        string scale = layer.Made("inverseDeviation", shape, () => [.. layer.Read("variance").Select(variance => variance > 0 ? 1 / Math.Sqrt(variance) : 1)]);
        return layer.Graph.Add("Mul", [centered, scale]);
    }

    /// <summary>Each row along the last axis.</summary>
    public static string Layer(LayerScope layer)
    {
        int features = layer.InputShape[^1];
        string scale = layer.Has("weight") ? layer.Parameter("weight") : Ones(layer, features);
        string[] inputs = layer.Has("bias") ? [layer.Input, scale, layer.Parameter("bias")] : [layer.Input, scale];
        return layer.Graph.Add("LayerNormalization", inputs, ("axis", -1), ("epsilon", Epsilon(layer)));
    }

    /// <summary>x / √(mean x² + ε) along the last axis.</summary>
    public static string RootMeanSquare(LayerScope layer)
    {
        OnnxGraph graph = layer.Graph;
        string mean = AxisNodes.Reduce(graph, "ReduceMean", graph.Add("Mul", [layer.Input, layer.Input]), layer.InputShape.Count, keepsAxis: true);
        string root = graph.Add("Sqrt", [graph.Add("Add", [mean, graph.Constant(Epsilon(layer))])]);
        string normal = graph.Add("Div", [layer.Input, root]);
        return layer.Has("weight") ? graph.Add("Mul", [normal, layer.Parameter("weight")]) : normal;
    }

    /// <summary>Groups of channels with all positions: instances of as many channels as there are groups.</summary>
    public static string Groups(LayerScope layer, int groups, bool isAffineByDefault)
    {
        OnnxGraph graph = layer.Graph;
        IReadOnlyList<int> shape = layer.InputShape;
        bool isSequence = shape.Count == 2;
        int[] channelsFirst = isSequence ? [shape[1], shape[0]] : [.. shape];
        int channels = channelsFirst[0], positions = channelsFirst.Aggregate(1, (product, axis) => product * axis) / channels;
        string x = isSequence ? layer.Transpose(layer.Input, 0, 2, 1) : layer.Input;
        string grouped = layer.Reshape(x, groups, channels / groups * positions);
        string normal = graph.Add("InstanceNormalization", [grouped, Ones(layer, groups), Zeros(layer, groups)], ("epsilon", Epsilon(layer)));
        string y = layer.Reshape(normal, channelsFirst);
        if (isSequence)
            y = layer.Transpose(y, 0, 2, 1);
        return layer.Layer.Argument("Affine", isAffineByDefault) ? ScaleAndShift(layer, y) : y;
    }

    public static string LearnedScale(LayerScope layer) => ScaleAndShift(layer, layer.Input);

    private static string ScaleAndShift(LayerScope layer, string x)
    {
        int[] shape = layer.ByChannel(layer.Shape("weight")[0]);
        string scaled = layer.Graph.Add("Mul", [x, layer.Parameter("weight", shape)]);
        return layer.Has("bias") ? layer.Graph.Add("Add", [scaled, layer.Parameter("bias", shape)]) : scaled;
    }

    private static double Epsilon(LayerScope layer) => layer.Layer.Argument("Epsilon", DefaultEpsilon);

    private static string Ones(LayerScope layer, int count) => layer.Graph.Constant([count], [.. Enumerable.Repeat(1.0, count)]);

    private static string Zeros(LayerScope layer, int count) => layer.Graph.Constant([count], new double[count]);
}
