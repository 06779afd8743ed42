using System.Globalization;

namespace NetGen;

/// <summary>Makes the stages of a quantized network from a description.</summary>
/// <param name="description">The network: a chain of layers.</param>
internal sealed class QuantizedBuilder(NetworkDescription description)
{
    /// <summary>The numbers of a layer with weights, given the stages before it: their outputs are what it will quantize.</summary>
    public delegate QuantizedTensors Weights(LayerDescription layer, IReadOnlyList<int> shape, IReadOnlyList<QuantizedStage> before);

    /// <summary>The numbers of running statistics: <c>mean</c>, <c>factor</c> or <c>shift</c>.</summary>
    public delegate float[] Statistics(LayerDescription layer, string role, int count);

    /// <summary>The network.</summary>
    /// <exception cref="NotSupportedException">A layer cannot be quantized, or the layers are no chain.</exception>
    public QuantizedNetwork Build(Weights weights, Statistics statistics)
    {
        LayerDescription[] layers = [.. description.Layers.Where(layer => layer.OutputShape.Count > 0)];
        LayerDescription input = layers[0], last = layers[^1];
        if (input.Operation.StartsWith("Input<int>", StringComparison.Ordinal) || layers.Count(layer => layer.Kind == "Input") > 1)
            throw Unsupported(input, "only a single input of numbers");
        if (description.Heads.Any(head => (head.From ?? last.Name) != last.Name))
            throw Unsupported(last, "only the last layer's output as a head");

        List<QuantizedStage> stages = [];
        for (int i = 1; i < layers.Length; i++)
        {
            if (layers[i].Inputs.Count != 1 || layers[i].Inputs[0] != layers[i - 1].Name)
                throw Unsupported(layers[i], "chains alone, of layers that take the one before");
            if (layers[i].PaddedBy is { } padded)
                throw Unsupported(layers[i], $"no padding, which the input {padded} declares");
            if (Stage(layers[i], layers[i - 1].OutputShape, stages, weights, statistics) is { } stage)
                stages.Add(stage);
        }

        return new QuantizedNetwork(description.Name, Size(input.OutputShape), stages);
    }

    /// <summary>A layer's stage; null where it does nothing.</summary>
    private QuantizedStage? Stage(LayerDescription layer, IReadOnlyList<int> input, List<QuantizedStage> before, Weights weights, Statistics statistics)
    {
        switch (layer.Kind)
        {
            case "Flatten" or "Reshape" or "Identity" or "Dropout" or "GaussianNoise":
                return null;
            case "Dense":
                int outputs = layer.OutputShape[^1];
                return new QuantizedDense(weights(layer, [outputs, input[^1]], before), Size(layer.OutputShape) / outputs);
            case "Conv1D" or "Conv2D":
                return Convolution(layer, input, before, weights);
            case "MaxPool1D" or "MaxPool2D" or "AveragePool1D" or "AveragePool2D":
                (WindowAxis rows, WindowAxis columns) = Axes(layer, input);
                return new QuantizedPool(rows, columns, Channels(input), input.Count == 2, layer.Kind[0] == 'M', layer.Argument("CountPadding", true) && !layer.Argument("Same", false));
            case "GlobalAveragePool2D" or "GlobalMaxPool2D":
                WindowAxis height = new(input[1], input[1], 1, 1, 0, 1), width = new(input[2], input[2], 1, 1, 0, 1);
                return new QuantizedPool(height, width, input[0], channelsLast: false, layer.Kind == "GlobalMaxPool2D", countsPadding: false);
            case "BatchNorm" or "Normalization":
                int channels = Channels(input);
                return new QuantizedStatistics(
                    layer.Name, statistics(layer, "mean", channels), statistics(layer, "factor", channels), statistics(layer, "shift", channels), input.Count == 3 ? input[1] * input[2] : 1, Size(input));
            default:
                return layer.Function is { } function
                    ? throw Unsupported(layer, $"no activation of your own, which {function} is")
                    : QuantizedActivations.Of(layer, Size(input)) ?? throw Unsupported(layer, "dense and convolution layers, pools, activations and running statistics alone");
        }
    }

    private static QuantizedConvolution Convolution(LayerDescription layer, IReadOnlyList<int> input, List<QuantizedStage> before, Weights weights)
    {
        (WindowAxis rows, WindowAxis columns) = Axes(layer, input);
        int channels = Channels(input), groups = layer.Argument("Groups", 1), filters = Channels(layer.OutputShape);
        int[] shape = input.Count == 2 ? [filters, channels / groups, columns.Kernel] : [filters, channels / groups, rows.Kernel, columns.Kernel];
        return new QuantizedConvolution(weights(layer, shape, before), rows, columns, channels, groups, channelsLast: input.Count == 2);
    }

    private static (WindowAxis Rows, WindowAxis Columns) Axes(LayerDescription layer, IReadOnlyList<int> input) => input.Count == 2
        ? (WindowAxis.One, WindowAxis.Of(layer, "", input[0], layer.OutputShape[0]))
        : (WindowAxis.Of(layer, "Height", input[1], layer.OutputShape[1]), WindowAxis.Of(layer, "Width", input[2], layer.OutputShape[2]));

    private static int Channels(IReadOnlyList<int> shape) => shape.Count == 3 ? shape[0] : shape[^1];

    private static int Size(IReadOnlyList<int> shape) => shape.Aggregate(1, (product, axis) => product * axis);

    private NotSupportedException Unsupported(LayerDescription layer, string supported) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{description.Name} cannot be quantized because of {layer.Name}, {layer.Operation}: supported are {supported}."));
}
