using System.Collections.Frozen;

namespace NetGen;

/// <summary>The nodes of each kind of layer.</summary>
internal static class LayerNodes
{
    private static readonly FrozenDictionary<string, Func<LayerScope, string>> s_writers = new Dictionary<string, Func<LayerScope, string>>
    {
        ["Add"] = layer => JoinNodes.Combine(layer, "Add"),
        ["AveragePool1D"] = layer => PoolingNodes.Steps(layer, "AveragePool"),
        ["AveragePool2D"] = layer => PoolingNodes.Image(layer, "AveragePool"),
        ["BatchNorm"] = NormNodes.Batch,
        ["Concat"] = JoinNodes.Concat,
        ["Conv1D"] = ConvolutionNodes.Steps,
        ["Conv2D"] = ConvolutionNodes.Image,
        ["ConvTranspose1D"] = ConvolutionNodes.TransposedSteps,
        ["ConvTranspose2D"] = ConvolutionNodes.TransposedImage,
        ["Dense"] = layer => DenseNodes.Affine(layer, layer.Input, "weight", "bias"),
        ["Dropout"] = layer => layer.Input,
        ["Embedding"] = DenseNodes.Embedding,
        ["Flatten"] = layer => layer.Graph.Add("Flatten", [layer.Input], ("axis", 1)),
        ["GRU"] = RecurrentNodes.Write,
        ["GaussianNoise"] = layer => layer.Input,
        ["GlobalAveragePool2D"] = layer => PoolingNodes.Global(layer, "GlobalAveragePool"),
        ["GlobalMaxPool2D"] = layer => PoolingNodes.Global(layer, "GlobalMaxPool"),
        ["GroupNorm"] = layer => NormNodes.Groups(layer, layer.Layer.Argument("groups", 1), isAffineByDefault: true),
        ["InstanceNorm"] = layer => NormNodes.Groups(layer, layer.InputShape[layer.ChannelAxis - 1], isAffineByDefault: false),
        ["LSTM"] = RecurrentNodes.Write,
        ["LayerNorm"] = NormNodes.Layer,
        ["LearnedScale"] = NormNodes.LearnedScale,
        ["LogSoftmax"] = layer => layer.Graph.Add("LogSoftmax", [layer.Input], ("axis", -1)),
        ["MatMul"] = layer => layer.Graph.Add("MatMul", [layer.Input, layer.Value(1).Tensor]),
        ["Max"] = layer => AxisNodes.Reduction(layer, "ReduceMax"),
        ["MaxPool1D"] = layer => PoolingNodes.Steps(layer, "MaxPool"),
        ["MaxPool2D"] = layer => PoolingNodes.Image(layer, "MaxPool"),
        ["Mean"] = layer => AxisNodes.Reduction(layer, "ReduceMean"),
        ["MultiHeadAttention"] = AttentionNodes.Write,
        ["Multiply"] = layer => JoinNodes.Combine(layer, "Mul"),
        ["Normalization"] = NormNodes.Inputs,
        ["PReLU"] = ActivationNodes.PReLU,
        ["Pad"] = AxisNodes.Pad,
        ["PositionalEmbedding"] = layer => layer.Graph.Add("Add", [layer.Input, layer.Parameter("weight")]),
        ["RMSNorm"] = NormNodes.RootMeanSquare,
        ["RNN"] = RecurrentNodes.Write,
        ["Reshape"] = layer => layer.Reshape(layer.Input, [.. layer.Layer.OutputShape]),
        ["Sampling"] = layer => layer.Input, // the mean, in inference
        ["SinusoidalEncoding"] = DenseNodes.Sinusoids,
        ["Slice"] = AxisNodes.Slice,
        ["Softmax"] = layer => layer.Graph.Add("Softmax", [layer.Input], ("axis", -1)),
        ["Subtract"] = layer => JoinNodes.Combine(layer, "Sub"),
        ["Sum"] = layer => AxisNodes.Reduction(layer, "ReduceSum"),
        ["Transpose"] = layer => layer.Transpose(layer.Input, 0, 2, 1),
        ["Upsample2D"] = AxisNodes.Upsample,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The kinds that are written, activations apart.</summary>
    public static IEnumerable<string> Kinds => s_writers.Keys;

    /// <summary>Writes a layer; the name of its output.</summary>
    public static string Write(LayerScope layer) =>
        ActivationNodes.Find(layer) is { } activation ? activation(layer)
        : layer.Layer.Function is null && s_writers.TryGetValue(layer.Layer.Kind, out Func<LayerScope, string>? write) ? write(layer)
        : throw new NotSupportedException(layer.Layer.Function is { } function
            ? $"{layer.Name}: {function} is no activation of NetGen's; expected an entry \"{layer.Layer.Kind}\" in {nameof(OnnxOptions)}.{nameof(OnnxOptions.Activations)} that writes its nodes, got {Given(layer)}."
            : $"{layer.Name}: the layer has no operators in ONNX.");

    private static string Given(LayerScope layer) => layer.Options.Activations.Count == 0 ? "none" : string.Join(", ", layer.Options.Activations.Keys);
}
