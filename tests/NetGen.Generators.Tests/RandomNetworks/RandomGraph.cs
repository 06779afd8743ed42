using System.Globalization;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>
/// A random graph as source text: values read by several layers, sums, products, joins and cuts, blocks in blocks, shared and frozen
/// parameters, norms, convolutions, layers of sequences, dropout and noise, one input or several. Whatever nothing reads is joined at the end.
/// </summary>
internal sealed class RandomGraph
{
    private static readonly string[] s_activations = ["Tanh", "Sigmoid", "Softplus", "SiLU", "GELU", "GELUTanh", "Mish", "Softsign", "Identity", "ELU(Alpha = 1)", "Softmax", "LogSoftmax"];

    // Those of single elements that are smooth, with targets from 0 to 1.
    private static readonly string[] s_losses =
    [
        "MeanSquaredError", "HalfSquaredError", "Huber(Delta = 0.3)", "SmoothL1(Beta = 0.4)", "SquaredHinge", "BinaryCrossEntropy", "BinaryCrossEntropy(PositiveWeight = new[] { 2.5 })", "KLDivergence", "PoissonNLL",
        "MeanSquaredError(Reduction = Reduction.Sum)",
    ];

    private readonly System.Random _random;
    private readonly string _name;
    private readonly List<string> _blocks = [];
    private readonly List<string> _layers = [];
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<(string Name, int Inputs, int Outputs)> _dense = [];
    private string _current = "";

    private RandomGraph(System.Random random, string name)
    {
        _random = random;
        _name = name;
    }

    /// <summary>The blocks, then the network.</summary>
    public string Source { get; private set; } = "";

    public int Batch { get; private set; }

    public static RandomGraph Choose(System.Random random, string name, string scalar)
    {
        RandomGraph graph = new(random, name);
        graph.Build(scalar);
        return graph;
    }

    private void Build(string scalar)
    {
        Batch = _random.Next(2, 10);
        List<string> inputs = [];
        int count = _random.Next(4) == 0 ? 2 : 1;
        for (int i = 0; i < count; i++)
        {
            int[] shape = ChooseShape();
            string name = count == 1 ? "input" : $"in{i}";
            inputs.Add($"[Input({string.Join(", ", shape)}{(count == 1 ? "" : $", Name = \"{name}\"")})]");
            _nodes.Add(new Node(name, shape));
        }

        _current = count == 1 ? "input" : "";
        int target = _random.Next(1, 12);
        while (_layers.Count < target)
        {
            AddRandom();
        }

        Join();
        string loss = s_losses[_random.Next(s_losses.Length)];
        if (loss == "PoissonNLL")
        {
            Add("Softsign", Find(_current), Find(_current).Shape); // an exponential of large outputs leaves central differences no digits
        }

        string penalty = _random.Next(3) == 0 ? " [L2(0.1)]" : "";
        Source = $"{string.Join('\n', _blocks)}\n[Network{(scalar == "double" ? "<double>" : "")}] {string.Join(' ', inputs)} [{string.Join(", ", _layers)}]{penalty} [{loss}] public partial class {_name};";
    }

    private int[] ChooseShape() => _random.Next(6) switch
    {
        0 => [_random.Next(1, 4), _random.Next(3, 8), _random.Next(3, 8)],
        1 or 2 => [_random.Next(2, 6), _random.Next(1, 10)],
        _ => [Size()],
    };

    private int Size() => _random.Next(2) == 0 ? _random.Next(1, 18) : _random.Next(1, 71);

    private void AddRandom()
    {
        Node from = _random.Next(3) > 0 && _current.Length > 0 ? Find(_current) : _nodes[_random.Next(_nodes.Count)];
        switch (_random.Next(15))
        {
            case 0 or 1 or 2:
                AddDense(from);
                break;
            case 3 or 4:
                Add(s_activations[_random.Next(s_activations.Length)], from, from.Shape);
                break;
            case 5 when Like(from) is { Length: > 0 } others:
                string kind = _random.Next(3) == 0 ? "Multiply" : "Add";
                Add($"{kind}({string.Join(", ", others.Select(other => $"\"{other.Name}\""))})", from, from.Shape, others);
                break;
            case 6 when from.Shape.Length == 1:
                Node[] joined = [.. _nodes.Where(node => node.Shape.Length == 1 && node != from).OrderBy(_ => _random.Next()).Take(_random.Next(1, 3))];
                if (joined.Length > 0)
                {
                    Add($"Concat({string.Join(", ", joined.Select(other => $"\"{other.Name}\""))})", from, [from.Size + joined.Sum(other => other.Size)], joined);
                }

                break;
            case 7 when from.Shape[^1] > 1:
                int start = _random.Next(from.Shape[^1] - 1), part = _random.Next(1, from.Shape[^1] - start);
                Add($"Slice({start}, {part})", from, [.. from.Shape[..^1], part]);
                break;
            case 8:
                AddNorm(from);
                break;
            case 9 when from.Shape.Length > 1:
                Add("Flatten", from, [from.Size]);
                break;
            case 9 when from.Size % 2 == 0:
                Add($"Reshape(2, {from.Size / 2})", from, [2, from.Size / 2]);
                break;
            case 10 when from.Shape.Length == 3:
                AddConvolution(from);
                break;
            case 11 when from.Shape.Length == 1:
                AddBlock(from);
                break;
            case 12:
                Add(_random.Next(2) == 0 ? "Dropout(0.3)" : "GaussianNoise(0.2)", from, from.Shape);
                break;
            case 13 or 14 when from.Shape.Length == 2:
                AddOfSteps(from);
                break;
        }
    }

    /// <summary>A layer of sequences: steps, and features of each.</summary>
    private void AddOfSteps(Node from)
    {
        int steps = from.Shape[0], features = from.Shape[1];
        switch (_random.Next(4))
        {
            case 0:
                AddAttention(from);
                break;
            case 1:
                int channels = _random.Next(1, 6), groups = features % 2 == 0 && _random.Next(2) == 0 ? 2 : 1;
                Add($"Conv1D({groups * channels}, {_random.Next(1, 4)}, Causal = true, Dilation = {_random.Next(1, 3)}, Groups = {groups})", from, [steps, groups * channels]);
                break;
            default:
                string kind = ((string[])["RNN", "GRU", "LSTM"])[_random.Next(3)];
                int units = _random.Next(2) == 0 ? features : _random.Next(1, 38);
                bool hasSequences = _random.Next(3) > 0, isBidirectional = _random.Next(4) == 0;
                int width = isBidirectional ? 2 * units : units;
                string arguments = string.Concat(
                    hasSequences ? ", ReturnSequences = true" : "",
                    isBidirectional ? ", Bidirectional = true" : "",
                    _random.Next(4) == 0 ? ", Bias = false" : "");
                Add($"{kind}({units}{arguments})", from, hasSequences ? [steps, width] : [width]);
                break;
        }
    }

    /// <summary>Attention to itself or to other steps.</summary>
    private void AddAttention(Node from)
    {
        int[] divisors = [.. Enumerable.Range(1, from.Shape[1]).Where(heads => from.Shape[1] % heads == 0)];
        int heads = divisors[_random.Next(divisors.Length)];
        Node[] sequences = [.. _nodes.Where(node => node.Shape.Length == 2 && node != from)];
        Node? context = sequences.Length > 0 && _random.Next(2) == 0 ? sequences[_random.Next(sequences.Length)] : null;
        string arguments = string.Concat(
            _random.Next(3) == 0 ? ", KeyValueHeads = 1" : "",
            context is not null ? $", Context = \"{context.Name}\"" : _random.Next(2) == 0 ? ", Causal = true" : "",
            from.Shape[1] / heads % 2 == 0 && _random.Next(2) == 0 ? ", Rotary = true" : "");
        Add($"MultiHeadAttention({heads}{arguments})", from, from.Shape, context is null ? [] : [context]);
    }

    private void AddDense(Node from)
    {
        (string Name, int Inputs, int Outputs)[] alike = [.. _dense.Where(dense => dense.Inputs == from.Shape[^1])];
        if (alike.Length > 0 && _random.Next(2) == 0)
        {
            (string name, _, int outputs) = alike[_random.Next(alike.Length)];
            Add($"Dense({outputs}, Tie = \"{name}\")", from, [.. from.Shape[..^1], outputs]);
            return;
        }

        // Often as wide as before, so that sums and shared parameters come up.
        int units = _random.Next(2) == 0 ? from.Shape[^1] : Size();
        string frozen = _random.Next(8) == 0 ? ", Trainable = false" : "";
        Node dense = Add($"Dense({units}{frozen})", from, [.. from.Shape[..^1], units]);
        _dense.Add((dense.Name, from.Shape[^1], units));
    }

    private void AddNorm(Node from)
    {
        string norm = _random.Next(4) switch
        {
            3 => _random.Next(2) == 0 ? "LearnedScale" : "LearnedScale(Bias = true)",
            0 => "RMSNorm(Epsilon = 0.1)",
            1 when from.Shape.Length != 2 => "BatchNorm(Epsilon = 0.1)",
            _ => $"LayerNorm(Epsilon = 0.1{(_random.Next(2) == 0 ? ", Affine = false" : "")})",
        };
        Add(norm, from, from.Shape);
    }

    private void AddConvolution(Node from)
    {
        (int c, int h, int w) = (from.Shape[0], from.Shape[1], from.Shape[2]);
        switch (_random.Next(4))
        {
            case 0 when h > 1 && w > 1:
                Add("AveragePool2D(2)", from, [c, h / 2, w / 2]);
                break;
            case 1:
                Add("GlobalAveragePool2D", from, [c]);
                break;
            default:
                int channels = _random.Next(1, 6), kernel = _random.Next(1, Math.Min(4, Math.Min(h, w) + 1)), stride = _random.Next(1, 3), padding = _random.Next(2);
                Add($"Conv2D({channels}, {kernel}, Stride = {stride}, Padding = {padding})", from, [channels, (h + 2 * padding - kernel) / stride + 1, (w + 2 * padding - kernel) / stride + 1]);
                break;
        }
    }

    /// <summary>A block that keeps the shape, with a sum over its input, and now and then another block inside.</summary>
    private void AddBlock(Node from)
    {
        int width = from.Size, hidden = _random.Next(1, 20);
        string inner = "";
        if (_random.Next(3) == 0)
        {
            string nested = $"{_name}Block{_blocks.Count}";
            _blocks.Add($"[Block, Dense({hidden}), Tanh] public sealed class {nested};");
            inner = $", {(_random.Next(2) == 0 ? "Residual" : "Sequence")}<{nested}>(Repeat = 2)";
        }

        string block = $"{_name}Block{_blocks.Count}";
        string shared = _random.Next(3) == 0 ? $", Tanh, Dense({hidden}), Sigmoid, Dense({hidden}, Tie = \"dense2\")" : "";
        string sum = _random.Next(3) == 0 ? ", Add(\"input\")" : "";
        _blocks.Add($"[Block, Dense({hidden}), Tanh{inner}{shared}, Dense({width}){sum}] public sealed class {block};");
        string kind = _random.Next(3) == 0 ? "Sequence" : "Residual";
        Add($"{kind}<{block}>(Repeat = {_random.Next(1, 3)})", from, from.Shape);
    }

    private Node[] Like(Node from) =>
        [.. _nodes.Where(node => node.Shape.SequenceEqual(from.Shape)).OrderBy(_ => _random.Next()).Take(_random.Next(1, 3))];

    private Node Find(string name) => _nodes.First(node => node.Name == name);

    private Node Add(string layer, Node from, int[] shape, params Node[] others)
    {
        string kind = layer.Split('(', '<')[0];
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        string numbered = CamelCase(kind) + _counts[kind].ToString(CultureInfo.InvariantCulture);
        List<string> arguments = [];
        string name = numbered;
        if (_random.Next(6) == 0)
        {
            name = $"v{_nodes.Count}";
            arguments.Add($"Name = \"{name}\"");
        }

        if (from.Name != _current)
        {
            arguments.Add($"From = \"{from.Name}\"");
        }

        _layers.Add(With(layer, arguments));
        from.IsRead = true;
        foreach (Node other in others)
        {
            other.IsRead = true;
        }

        Node node = new(name, shape);
        _nodes.Add(node);
        _current = name;
        return node;
    }

    /// <summary>elu, rmsNorm, reLU: an abbreviation is a word.</summary>
    private static string CamelCase(string kind)
    {
        int capitals = kind.TakeWhile(char.IsUpper).Count();
        int lower = capitals == kind.Length ? capitals : Math.Max(1, capitals - 1);
        return kind[..lower].ToLowerInvariant() + kind[lower..];
    }

    private static string With(string layer, List<string> arguments) =>
        arguments.Count == 0 ? layer
        : layer[^1] == ')' ? $"{layer[..^1]}, {string.Join(", ", arguments)})"
        : $"{layer}({string.Join(", ", arguments)})";

    /// <summary>All that nothing reads yet, side by side, then a last layer.</summary>
    private void Join()
    {
        List<Node> open = [];
        foreach (Node node in _nodes.Where(node => !node.IsRead).ToArray())
        {
            open.Add(node.Shape.Length == 1 ? node : Add("Flatten", node, [node.Size]));
        }

        Node last = open[0];
        if (open.Count > 1)
        {
            last = Add($"Concat({string.Join(", ", open.Skip(1).Select(node => $"\"{node.Name}\""))})", last, [open.Sum(node => node.Size)], [.. open.Skip(1)]);
        }

        AddDense(last);
        if (_random.Next(2) == 0)
        {
            Add("Tanh", Find(_current), Find(_current).Shape);
        }
    }

    private sealed class Node(string name, int[] shape)
    {
        public string Name { get; } = name;

        public int[] Shape { get; } = shape;

        public bool IsRead { get; set; }

        public int Size => Shape.Aggregate(1, (product, axis) => product * axis);
    }
}
