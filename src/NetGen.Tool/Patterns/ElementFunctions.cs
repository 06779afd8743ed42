using System.Globalization;
using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>
/// Recognizes functions of one value, element by element, by what they compute: a GELU, say, that is written out as five nodes, in whatever
/// order. Their values at some points are compared with those of the functions that NetGen knows.
/// </summary>
/// <param name="index">The graph.</param>
internal sealed class ElementFunctions(GraphIndex index)
{
    private const int MostNodes = 16;
    private const double Tolerance = 3e-6;

    private static readonly double[] s_points = [-37, -25, -15.3, -9.7, -6.1, -4.3, -3.2, -2.9, -2.1, -1.4, -0.9, -0.51, -0.2, -0.03, 0.04, 0.21, 0.49, 0.93, 1.6, 2.2, 2.8, 3.1, 4.4, 5.9, 6.3, 9.1, 15.2, 25, 37];

    private static readonly (string Kind, Func<double, double> Function)[] s_known =
    [
        ("ReLU", x => Math.Max(0, x)),
        ("ReLU6", x => Math.Clamp(x, 0, 6)),
        ("GELU", x => x * (1 + Erf(x / Math.Sqrt(2))) / 2),
        ("GELUTanh", x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        ("SiLU", x => x / (1 + Math.Exp(-x))),
        ("Mish", x => x * Math.Tanh(Math.Log(1 + Math.Exp(x)))),
        ("Softplus", x => Math.Log(1 + Math.Exp(x))),
        ("Softsign", x => x / (1 + Math.Abs(x))),
        ("Sigmoid", x => 1 / (1 + Math.Exp(-x))),
        ("Tanh", Math.Tanh),
        ("HardSigmoid", x => Math.Clamp(x / 6 + 0.5, 0, 1)),
        ("HardSwish", x => x * Math.Clamp(x + 3, 0, 6) / 6),
        ("SELU", x => x > 0 ? 1.0507009873554805 * x : 1.7580993408473766 * (Math.Exp(x) - 1)),
        ("Square", x => x * x),
        ("Abs", Math.Abs),
        ("Exp", Math.Exp),
        ("Sin", Math.Sin),
        ("Cos", Math.Cos),
    ];

    /// <summary>The longest function of one value that ends with a node and that NetGen has, as layers; null where there is none.</summary>
    public Node? Match(Node last)
    {
        if (Evaluate(last, _ => 1) is null)
            return null;
        Node? best = null;
        List<Node> nodes = [last];
        HashSet<string> open = [.. Variables(last)];
        while (nodes.Count < MostNodes)
        {
            if (open.Count == 1 && Recognize(last, nodes, open.First()) is { } found)
                best = found;
            // The last of them in the graph's order is one that none of the others reads.
            Node? next = open.Select(index.Producer).OfType<Node>().MaxBy(index.Order);
            if (next is null || Evaluate(next, _ => 1) is null)
                break;
            open.ExceptWith(next.Outputs);
            open.UnionWith(Variables(next));
            nodes.Add(next);
        }

        return best;
    }

    /// <summary>The error function, by Kummer's series where it converges fast and by its continued fraction elsewhere.</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (a > 6)
            return Math.Sign(x);
        if (a < 2.5)
        {
            double term = a, sum = a;
            for (int n = 1; n < 60; n++)
            {
                term *= 2 * a * a / (2 * n + 1);
                sum += term;
            }

            return Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * Math.Exp(-a * a) * sum;
        }

        double fraction = 0;
        for (int k = 60; k > 0; k--)
            fraction = k / 2.0 / (a + fraction);
        return Math.Sign(x) * (1 - Math.Exp(-a * a) / Math.Sqrt(Math.PI) / (a + fraction));
    }

    private IEnumerable<string> Variables(Node node) => node.Inputs.Where(input => input.Length > 0 && index.Constant(input) is null);

    private Node? Recognize(Node last, List<Node> nodes, string source)
    {
        long[] shape = index.Graph.Shape(last.Output);
        if (!index.Graph.Shape(source).SequenceEqual(shape))
            return null;
        double[] values = new double[s_points.Length];
        for (int i = 0; i < values.Length; i++)
        {
            Dictionary<string, double> known = new() { [source] = s_points[i] };
            foreach (Node node in Enumerable.Reverse(nodes))
            {
                if (Evaluate(node, input => known.TryGetValue(input, out double value) ? value : index.Scalar(input)) is not { } result)
                    return null;
                known[node.Output] = result;
            }

            values[i] = known[last.Output];
        }

        return Find(values) is { } layer ? new Node(layer.Kind, [source], [last.Output]) { Name = last.Name, Attributes = layer.Attributes, Opset = last.Opset } : null;
    }

    private static (string Kind, NodeAttributes Attributes)? Find(double[] values)
    {
        foreach ((string kind, Func<double, double> function) in s_known)
        {
            if (Fits(values, function))
                return ("=" + kind, NodeAttributes.None);
        }

        // A straight line, a line that is another below 0, a line between bounds, an exponential below 0.
        double slope = (values[^1] - values[^2]) / (s_points[^1] - s_points[^2]), offset = values[^1] - slope * s_points[^1];
        (slope, offset) = (Written(slope), Written(offset));
        if (Fits(values, x => slope * x + offset))
            return ("=Scale", With(("factor", slope), ("Offset", offset)));
        double below = Written(values[0] / s_points[0]), alpha = Written(-values[0] / (1 - Math.Exp(s_points[0])));
        if (Fits(values, x => x > 0 ? x : below * x))
            return ("=LeakyReLU", With(("slope", below)));
        if (Fits(values, x => x > 0 ? x : alpha * (Math.Exp(x) - 1)))
            return ("=ELU", With(("alpha", alpha)));
        (double least, double most) = (Written(values.Min()), Written(values.Max()));
        bool isBounded = values[0] == values[1] && values[^1] == values[^2] && least < most;
        return isBounded && Fits(values, x => Math.Clamp(x, least, most)) ? ("=HardTanh", With(("min", least), ("max", most))) : null;
    }

    private static NodeAttributes With(params (string Name, double Value)[] values) => new(values.ToDictionary(value => value.Name, value => (object)value.Value));

    /// <summary>Without what arithmetic in double precision adds to a number's last digits.</summary>
    private static double Written(double value) => double.Parse(value.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static bool Fits(double[] values, Func<double, double> function)
    {
        for (int i = 0; i < values.Length; i++)
        {
            double expected = function(s_points[i]);
            if (!(Math.Abs(values[i] - expected) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                return false;
        }

        return true;
    }

    /// <summary>What a node computes of numbers; null where it is no function of elements alone, or a number is missing.</summary>
    private double? Evaluate(Node node, Func<string, double?> value)
    {
        double? x = value(node.Input(0)), y = node.Input(1).Length > 0 ? value(node.Input(1)) : null;
        if (x is not { } a)
            return null;
        return node.Op switch
        {
            "Relu" => Math.Max(0, a),
            "Sigmoid" => 1 / (1 + Math.Exp(-a)),
            "Tanh" => Math.Tanh(a),
            "Softplus" => Math.Log(1 + Math.Exp(a)),
            "Erf" => Erf(a),
            "Exp" => Math.Exp(a),
            "Log" => Math.Log(a),
            "Sqrt" => Math.Sqrt(a),
            "Abs" => Math.Abs(a),
            "Neg" => -a,
            "Sin" => Math.Sin(a),
            "Cos" => Math.Cos(a),
            "Reciprocal" => 1 / a,
            "Clip" => Clip(node, a),
            "HardSigmoid" => Math.Clamp(node.Attributes.Real("alpha", 0.2) * a + node.Attributes.Real("beta", 0.5), 0, 1),
            "LeakyRelu" => a > 0 ? a : node.Attributes.Real("alpha", 0.01) * a,
            "Elu" => a > 0 ? a : node.Attributes.Real("alpha", 1) * (Math.Exp(a) - 1),
            "Add" or "Sum" when node.Inputs.Count == 2 => a + y,
            "Sub" => a - y,
            "Mul" => a * y,
            "Div" => a / y,
            "Pow" when y is { } power => Math.Pow(a, power),
            "Min" when y is { } b && node.Inputs.Count == 2 && IsSeen(node) => Math.Min(a, b),
            "Max" when y is { } b && node.Inputs.Count == 2 && IsSeen(node) => Math.Max(a, b),
            "Selu" => node.Attributes.Real("gamma", 1.0507009873554805) * (a > 0 ? a : node.Attributes.Real("alpha", 1.6732632423543772) * (Math.Exp(a) - 1)),
            "Celu" => Math.Max(0, a) + Math.Min(0, node.Attributes.Real("alpha", 1) * (Math.Exp(a / node.Attributes.Real("alpha", 1)) - 1)),
            "HardSwish" => a * Math.Clamp(a + 3, 0, 6) / 6,
            "Mish" => a * Math.Tanh(Math.Log(1 + Math.Exp(a))),
            "Softsign" => a / (1 + Math.Abs(a)),
            "Swish" => a / (1 + Math.Exp(-node.Attributes.Real("alpha", 1) * a)),
            "Gelu" => node.Attributes.Text("approximate", "none") == "tanh" ? a / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + 0.044715 * a * a * a))) : a * (1 + Erf(a / Math.Sqrt(2))) / 2,
            _ => null,
        };
    }

    private double? Clip(Node node, double x)
    {
        try
        {
            double? least = index.Graph.Real(node, 1, "min"), most = index.Graph.Real(node, 2, "max");
            return IsSeen(least) && IsSeen(most) ? Math.Min(Math.Max(x, least ?? double.NegativeInfinity), most ?? double.PositiveInfinity) : null;
        }
        catch (UnsupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether a bound lies among the points, beyond which nothing is compared.</summary>
    private static bool IsSeen(double? bound) => bound is null || Math.Abs(bound.Value) < 20;

    private bool IsSeen(Node node) => node.Inputs.All(input => IsSeen(index.Scalar(input)));
}
