using System.Collections.Frozen;

namespace NetGen;

/// <summary>Activations, by the names of NetGen's structs without "Function".</summary>
internal static class ActivationNodes
{
    private const string Ours = "NetGen.", Suffix = "Function";

    // The operator Gelu.
    private const int OperatorSetOfGelu = 20;

    private static readonly FrozenDictionary<string, OnnxActivation> s_writers = new Dictionary<string, OnnxActivation>
    {
        ["Abs"] = (graph, x, _) => graph.Add("Abs", [x]),
        ["Cos"] = (graph, x, _) => graph.Add("Cos", [x]),
        ["ELU"] = (graph, x, layer) => graph.Add("Elu", [x], ("alpha", layer.Argument("Alpha", new ELU().Alpha))),
        ["Exp"] = (graph, x, _) => graph.Add("Exp", [x]),
        ["GELU"] = (graph, x, _) => graph.OperatorSet < OperatorSetOfGelu ? Times(graph, x, Half(graph, graph.Add("Erf", [Times(graph, x, 1 / Math.Sqrt(2))]))) : graph.Add("Gelu", [x]),
        ["GELUTanh"] = (graph, x, _) => graph.OperatorSet < OperatorSetOfGelu ? Times(graph, x, Half(graph, graph.Add("Tanh", [Cubic(graph, x)]))) : graph.Add("Gelu", [x], ("approximate", "tanh")),
        ["HardSigmoid"] = (graph, x, _) => graph.Add("HardSigmoid", [x], ("alpha", 1.0 / 6), ("beta", 0.5)),
        ["HardSwish"] = (graph, x, _) => graph.Add("HardSwish", [x]),
        ["HardTanh"] = (graph, x, layer) => Clip(graph, x, layer.Argument("Min", new HardTanh().Min), layer.Argument("Max", new HardTanh().Max)),
        ["HardThreshold"] = (graph, x, layer) => Threshold(graph, x, layer.Argument("AtZero", new HardThreshold().AtZero)),
        ["Identity"] = (_, x, _) => x,
        ["LeakyReLU"] = (graph, x, layer) => graph.Add("LeakyRelu", [x], ("alpha", layer.Argument("Slope", new LeakyReLU().Slope))),
        ["Log"] = (graph, x, _) => graph.Add("Log", [x]),
        ["Mish"] = (graph, x, _) => Times(graph, x, graph.Add("Tanh", [graph.Add("Softplus", [x])])),
        ["ReLU"] = (graph, x, _) => graph.Add("Relu", [x]),
        ["ReLU6"] = (graph, x, _) => Clip(graph, x, 0, 6),
        ["SELU"] = (graph, x, _) => graph.Add("Selu", [x], ("alpha", 1.6732632423543772848), ("gamma", 1.0507009873554804935)),
        ["Scale"] = (graph, x, layer) => Affine(graph, x, layer.Argument("factor", new ScaleFunction().Factor), layer.Argument("Offset", new ScaleFunction().Offset)),
        ["SiLU"] = (graph, x, _) => Times(graph, x, graph.Add("Sigmoid", [x])),
        ["Sigmoid"] = (graph, x, _) => graph.Add("Sigmoid", [x]),
        ["Sin"] = (graph, x, _) => graph.Add("Sin", [x]),
        ["Softplus"] = (graph, x, _) => graph.Add("Softplus", [x]),
        ["Softsign"] = (graph, x, _) => graph.Add("Softsign", [x]),
        ["Sqrt"] = (graph, x, _) => graph.Add("Sqrt", [x]),
        ["Square"] = (graph, x, _) => Times(graph, x, x),
        ["Tanh"] = (graph, x, _) => graph.Add("Tanh", [x]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The activations that are written.</summary>
    public static IEnumerable<string> Kinds => s_writers.Keys;

    /// <summary>What writes a layer that is an activation, ours or the options'; null where it is none of these.</summary>
    public static Func<LayerScope, string>? Find(LayerScope layer)
    {
        OnnxActivation? write = null;
        string? function = layer.Layer.Function;
        if (function is not null && layer.Options.Activations.TryGetValue(layer.Layer.Kind, out OnnxActivation? given))
            write = given;
        else if (function is null)
            s_writers.TryGetValue(layer.Layer.Kind, out write);
        else if (function.StartsWith(Ours, StringComparison.Ordinal))
            s_writers.TryGetValue(function.EndsWith(Suffix, StringComparison.Ordinal) ? function[Ours.Length..^Suffix.Length] : function[Ours.Length..], out write);
        return write is null ? null : scope => write(scope.Graph, scope.Input, scope.Layer);
    }

    /// <summary>A slope for each feature or channel, or one.</summary>
    public static string PReLU(LayerScope layer)
    {
        int count = layer.Shape("weight")[0];
        return layer.Graph.Add("PRelu", [layer.Input, layer.Parameter("weight", count == 1 ? [1] : layer.ByChannel(count))]);
    }

    private static string Times(OnnxGraph graph, string x, string y) => graph.Add("Mul", [x, y]);

    private static string Times(OnnxGraph graph, string x, double factor) => graph.Add("Mul", [x, graph.Constant(factor)]);

    private static string Affine(OnnxGraph graph, string x, double factor, double offset)
    {
        string scaled = Times(graph, x, factor);
        return offset == 0 ? scaled : graph.Add("Add", [scaled, graph.Constant(offset)]);
    }

    /// <summary>½·(1 + x).</summary>
    private static string Half(OnnxGraph graph, string x) => Affine(graph, x, 0.5, 0.5);

    /// <summary>√(2/π)·(x + 0.044715·x³).</summary>
    private static string Cubic(OnnxGraph graph, string x)
    {
        double factor = Math.Sqrt(2 / Math.PI);
        return Times(graph, x, Affine(graph, Times(graph, x, x), 0.044715 * factor, factor));
    }

    private static string Clip(OnnxGraph graph, string x, double least, double most) => graph.Add("Clip", [x, graph.Constant(least), graph.Constant(most)]);

    private static string Threshold(OnnxGraph graph, string x, double atZero)
    {
        string zero = graph.Constant(0), above = graph.Add("Cast", [graph.Add("Greater", [x, zero])], ("to", graph.NumberType));
        return atZero == 0 ? above : graph.Add("Where", [graph.Add("Equal", [x, zero]), graph.Constant(atZero), above]);
    }
}
