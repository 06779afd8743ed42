using System.Globalization;

namespace NetGen;

/// <summary>Turns layers into calls of methods, and says which layers a stream can compute step by step.</summary>
/// <param name="description">The network.</param>
/// <param name="tensors">Its numbers.</param>
/// <param name="names">The names of fields.</param>
/// <param name="read">The values of a tensor of parameters, or of state.</param>
internal sealed partial class StandaloneLayers(NetworkDescription description, StandaloneTensors tensors, StandaloneNames names, Func<ParameterDescription, bool, double[]> read)
{
    /// <summary>The fields that say how windows move, one for each axis of a layer.</summary>
    public List<string> Windows { get; } = [];

    private readonly Dictionary<string, string> _windows = [];

    /// <summary>Refuses what a class without NetGen cannot compute.</summary>
    /// <exception cref="NotSupportedException">The layer is such.</exception>
    public void RequireSupported(LayerDescription layer)
    {
        if (layer.Function is { } function)
            throw new NotSupportedException($"{description.Name} cannot be written as standalone C#: {layer.Name} computes {function}, an activation of your own. Put built-in activations in its place.");
        if (layer.PaddedBy is { } input)
            throw new NotSupportedException($"{description.Name} cannot be written as standalone C#: the input {input} has a padding, and sequences of different lengths are not supported there. Declare it without Padding.");
        if (!IsView(layer) && !StandaloneActivations.Has(layer.Kind) && !IsKnown(layer.Kind))
            throw new NotSupportedException($"{description.Name} cannot be written as standalone C#: the layer {layer.Name}, {layer.Operation}, is not supported there.");
    }

    /// <summary>Whether a layer's output is the input's elements, in inference.</summary>
    public static bool IsView(LayerDescription layer) => layer.Kind is "Input" or "Flatten" or "Reshape" or "Identity" or "Dropout" or "GaussianNoise" or "Sampling";

    /// <summary>Whether a stream can compute a layer step by step, where its inputs are steps.</summary>
    public static bool WorksStepByStep(LayerDescription layer, IReadOnlyList<StandaloneValue> inputs) => layer.Kind switch
    {
        "Dense" or "Embedding" or "PositionalEmbedding" or "SinusoidalEncoding" or "LayerNorm" or "RMSNorm" or "Softmax" or "LogSoftmax" or "BatchNorm" or "Normalization"
            or "PReLU" or "LearnedScale" or "Dropout" or "GaussianNoise" or "Identity" or "Sampling" => true,
        "Slice" => !inputs[0].IsTokens,
        "Add" or "Subtract" or "Multiply" or "Concat" => inputs.All(input => input.IsOneStep && input.Shape[0] == inputs[0].Shape[0]),
        "RNN" or "GRU" or "LSTM" => !layer.Argument("Bidirectional", false),
        "MultiHeadAttention" => layer.Argument("Causal", false),
        "Conv1D" => layer.Argument("Causal", false) && layer.Argument("Stride", 1) == 1,
        _ => StandaloneActivations.Has(layer.Kind),
    };

    /// <summary>Whether a layer whose input is steps gives steps too: all that work step by step, but for those that give their last state.</summary>
    public static bool GivesSteps(LayerDescription layer) => layer.Kind is not ("RNN" or "GRU" or "LSTM") || layer.Argument("ReturnSequences", false);

    /// <summary>Writes a layer.</summary>
    public void Write(LayerDescription layer, StandaloneScope scope)
    {
        StandaloneValue[] inputs = [.. layer.Inputs.Select(input => scope[input])];
        bool isOneStep = inputs[0].IsOneStep && GivesSteps(layer);
        if (IsView(layer))
        {
            scope[layer.Name] = inputs[0] with { Shape = layer.OutputShape, IsOneStep = isOneStep };
            return;
        }

        StandaloneValue output = new("", layer.OutputShape) { IsOneStep = isOneStep, IsTokens = inputs[0].IsTokens && layer.Kind == "Slice" };
        output = output with { Symbol = scope.Array(layer.Name, output.IsTokens ? "int" : tensors.Scalar, output.Length) };
        scope[layer.Name] = output;
        if (StandaloneActivations.Has(layer.Kind))
            scope.Call(layer.Kind, [inputs[0], output, .. StandaloneActivations.Settings(layer.Kind).Select(setting => new Named(setting.Name, tensors.Literal(Number(layer, setting.Name, setting.Default))))]);
        else
            Write(layer, inputs, output, scope);
    }

    private static bool IsKnown(string kind) => kind is "Dense" or "MatMul" or "Conv1D" or "Conv2D" or "ConvTranspose1D" or "ConvTranspose2D" or "MaxPool1D" or "MaxPool2D" or "AveragePool1D"
        or "AveragePool2D" or "GlobalAveragePool2D" or "GlobalMaxPool2D" or "Upsample2D" or "Pad" or "Normalization" or "BatchNorm" or "GroupNorm" or "InstanceNorm" or "LayerNorm" or "RMSNorm"
        or "Softmax" or "LogSoftmax" or "PReLU" or "LearnedScale" or "Add" or "Subtract" or "Multiply" or "Sum" or "Mean" or "Max" or "Concat" or "Slice" or "Transpose" or "Embedding"
        or "PositionalEmbedding" or "SinusoidalEncoding" or "RNN" or "GRU" or "LSTM" or "MultiHeadAttention";

    private void Write(LayerDescription layer, StandaloneValue[] inputs, StandaloneValue output, StandaloneScope scope)
    {
        StandaloneValue x = inputs[0];
        switch (layer.Kind)
        {
            case "Dense":
                scope.Call("Dense", x, Parameter(layer, "weight", scope), Optional(layer, "bias", scope), new Named("outputs", output.Last), output);
                break;
            case "MatMul":
                scope.Call("MatMul", x, inputs[1], new Named("rows", x.Shape[0]), new Named("terms", x.Shape[1]), new Named("columns", inputs[1].Shape[1]), output);
                break;
            case "Conv1D" or "Conv2D" or "ConvTranspose1D" or "ConvTranspose2D" or "MaxPool1D" or "MaxPool2D" or "AveragePool1D" or "AveragePool2D":
                WriteWindows(layer, x, output, scope);
                break;
            case "GlobalAveragePool2D" or "GlobalMaxPool2D":
                scope.Call(layer.Kind == "GlobalMaxPool2D" ? "Max" : "Mean", x, new Named("n", x.ChannelLength), new Named("distance", 1), output);
                break;
            case "Upsample2D":
                scope.Call("Upsample2D", x, new Named("channels", x.Shape[0]), new Named("height", x.Shape[1]), new Named("width", x.Shape[2]), new Named("scale", layer.Argument("scale", 1)), output);
                break;
            case "Normalization" or "BatchNorm":
                WriteStatistics(layer, x, output, scope);
                break;
            case "GroupNorm" or "InstanceNorm":
                int groups = layer.Kind == "GroupNorm" ? layer.Argument("groups", 1) : x.Channels;
                scope.Call("GroupNorm", x, Optional(layer, "weight", scope), Optional(layer, "bias", scope), new Named("groups", groups), new Named("channels", x.Channels), new Named("channelsLast", x.Shape.Count != 3), new Named("epsilon", Epsilon(layer)), output);
                break;
            case "LayerNorm":
                scope.Call("LayerNorm", x, Optional(layer, "weight", scope), Optional(layer, "bias", scope), new Named("features", x.Last), new Named("epsilon", Epsilon(layer)), output);
                break;
            case "RMSNorm":
                scope.Call("RMSNorm", x, Optional(layer, "weight", scope), new Named("features", x.Last), new Named("epsilon", Epsilon(layer)), output);
                break;
            case "Softmax" or "LogSoftmax":
                scope.Call(layer.Kind, x, new Named("features", x.Last), output);
                break;
            case "PReLU":
                scope.Call("PReLU", x, Parameter(layer, "weight", scope), new Named("length", x.ChannelLength), output);
                break;
            case "LearnedScale":
                scope.Call("LearnedScale", x, Parameter(layer, "weight", scope), Optional(layer, "bias", scope), new Named("length", x.ChannelLength), output);
                break;
            case "Add" or "Subtract" or "Multiply":
                WriteElementWise(layer, inputs, output, scope);
                break;
            case "Sum" or "Mean" or "Max":
                int axis = Axis(layer, "axis", -1, x.Shape.Count);
                scope.Call(layer.Kind, x, new Named("n", x.Shape[axis]), new Named("distance", Inner(x.Shape, axis)), output);
                break;
            case "Pad":
                int padded = Axis(layer, "Axis", 0, x.Shape.Count), inner = Inner(x.Shape, padded);
                scope.Call("Put", x, new Named("width", x.Shape[padded] * inner), output, new Named("at", layer.Argument("before", 0) * inner), new Named("yWidth", output.Shape[padded] * inner));
                break;
            case "Concat":
                WriteConcat(inputs, output, scope);
                break;
            case "Slice" when x.IsTokens:
                scope.Statements.Add(string.Create(CultureInfo.InvariantCulture, $"Array.Copy({x.Symbol}, {layer.Argument("start", 0)}, {output.Symbol}, 0, {output.Size});"));
                break;
            case "Slice":
                scope.Call("Slice", x, new Named("xWidth", x.Last), new Named("at", layer.Argument("start", 0)), output, new Named("width", output.Last));
                break;
            case "Transpose":
                scope.Call("Transpose", x, new Named("rows", x.Shape[0]), new Named("columns", x.Shape[1]), output);
                break;
            default:
                WriteSequence(layer, inputs, output, scope);
                break;
        }
    }

    private void WriteStatistics(LayerDescription layer, StandaloneValue x, StandaloneValue output, StandaloneScope scope)
    {
        bool isNormalization = layer.Kind == "Normalization";
        double[] variance = State(isNormalization ? "variance" : "runningVariance");
        string mean = Ours(scope) + tensors.Add(layer.Name + ".mean", names, [variance.Length], () => State(isNormalization ? "mean" : "runningMean"));
        string factor = Ours(scope) + tensors.Add(layer.Name + ".factor", names, [variance.Length], () =>
        {
            double[]? weight = description.ParameterOf(layer, "weight") is { } tensor ? read(tensor, false) : null;
            double epsilon = isNormalization ? 0 : Number(layer, "Epsilon", 1e-5);
            return [.. variance.Select((value, i) => (weight?[i] ?? 1) * (isNormalization && value == 0 ? 1 : 1 / Math.Sqrt(value + epsilon)))];
        });
        scope.Call("Standardize", x, mean, factor, Optional(layer, "bias", scope), new Named("length", x.ChannelLength), output);

        double[] State(string name) => read(description.FindState($"{layer.Name}.{name}"), true);
    }

    private void WriteElementWise(LayerDescription layer, StandaloneValue[] inputs, StandaloneValue output, StandaloneScope scope)
    {
        string sum = inputs[0].Symbol;
        foreach (StandaloneValue other in inputs.Skip(1))
        {
            scope.Call(layer.Kind, sum, Repeated(layer, other, output, scope), output);
            sum = output.Symbol;
        }
    }

    /// <summary>A value with its inner axes as long as the output's: of one element where this has several, it is repeated.</summary>
    private string Repeated(LayerDescription layer, StandaloneValue other, StandaloneValue output, StandaloneScope scope)
    {
        int[] shape = [.. other.Shape];
        string symbol = other.Symbol;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            int whole = output.Shape[axis + output.Shape.Count - shape.Length];
            bool repeatsWholly = shape.Take(axis + 1).All(length => length == 1);
            if (shape[axis] == whole || repeatsWholly)
                continue;
            int length = Inner(shape, axis);
            shape[axis] = whole;
            string repeated = scope.Array(layer.Name + "Repeated", tensors.Scalar, shape.Aggregate(1, (product, n) => product * n) / (output.IsOneStep ? shape[0] : 1));
            scope.Call("Repeat", symbol, new Named("length", length), new Named("times", whole), repeated);
            symbol = repeated;
        }

        return symbol;
    }

    private static void WriteConcat(StandaloneValue[] inputs, StandaloneValue output, StandaloneScope scope)
    {
        bool ofChannels = output.Shape.Count == 3;
        int whole = ofChannels ? output.Size : output.Last, at = 0;
        foreach (StandaloneValue input in inputs)
        {
            int width = ofChannels ? input.Size : input.Last;
            scope.Call("Put", input, new Named("width", width), output, new Named("at", at), new Named("yWidth", whole));
            at += width;
        }
    }

    /// <summary>What stands before a tensor: a stream, which is a class in the network's, reads what each network has of its own.</summary>
    private string Ours(StandaloneScope scope) => scope.IsStream && tensors.AreInFile ? "_network." : "";

    private static string Epsilon(LayerDescription layer) => Number(layer, "Epsilon", 1e-5).ToString("R", CultureInfo.InvariantCulture);

    private static double Number(LayerDescription layer, string name, double otherwise) => Convert.ToDouble(layer.Argument<object>(name, otherwise), CultureInfo.InvariantCulture);

    private static int Axis(LayerDescription layer, string name, int otherwise, int rank) => layer.Argument(name, otherwise) is >= 0 and int axis ? axis : layer.Argument(name, otherwise) + rank;

    private static int Inner(IReadOnlyList<int> shape, int axis) => shape.Skip(axis + 1).Aggregate(1, (product, n) => product * n);

    /// <summary>The field of a parameter.</summary>
    private string Parameter(LayerDescription layer, string role, StandaloneScope scope) =>
        description.ParameterOf(layer, role) is { } tensor ? Field(tensor, scope) : throw new InvalidOperationException($"{layer.Name} has no {role}.");

    /// <summary>Likewise; <c>null</c> where the layer has none.</summary>
    private string Optional(LayerDescription layer, string role, StandaloneScope scope) =>
        description.ParameterOf(layer, role) is { } tensor ? Field(tensor, scope) : "null";

    private string Field(ParameterDescription tensor, StandaloneScope scope) => Ours(scope) + tensors.Add(tensor.Name, names, tensor.Shape, () => read(tensor, false));
}
