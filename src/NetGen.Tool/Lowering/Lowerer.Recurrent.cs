using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <content>Recurrent layers.</content>
internal sealed partial class Lowerer
{
    private void Recurrent(Node node)
    {
        string x = node.Input(0);
        bool batchFirst = node.Attributes.Int("layout", 0) != 0;
        long[] shape = _graph.Shape(x), sizes = _layouts.Sizes(x);
        int time = batchFirst ? 1 : 0;
        if (!Batch.IsPart(shape[1 - time]) || sizes[1 - time] != 1)
            throw new UnsupportedException($"a sequence of each example, got {Shown.Shape(shape)}");
        Tensor input = Constant(node, 1, "a weight of the inputs"), hidden = Constant(node, 2, "a weight of the state");
        Tensor? bias = node.Input(3).Length > 0 ? Constant(node, 3, "a bias") : null;
        CheckRecurrent(node, sizes[time]);
        (int directions, long units) = ((int)hidden.Shape[0], hidden.Shape[2]);
        string direction = node.Attributes.Text("direction", "forward");
        bool isReverse = direction == "reverse", isBoth = directions == 2;
        long gates = GateOrders.Count(node.Op);
        if (input.Shape.Length != 3 || hidden.Shape[1] != gates * units || input.Shape[1] != gates * units || input.Shape[2] != sizes[2] || (bias is not null && bias.Length != directions * 2 * gates * units) || (direction == "bidirectional") != isBoth)
            throw new UnsupportedException($"weights of {gates} gates, got {Shown.Shape(input.Shape)} and {Shown.Shape(hidden.Shape)}");

        // One direction from the end is the second of two whose first is zero.
        List<LayerTensor> tensors = [];
        if (isReverse)
            tensors.AddRange(Direction(node.Op, "", input.Map(_ => 0), hidden.Map(_ => 0), bias?.Map(_ => 0), 0));
        for (int i = 0; i < directions; i++)
            tensors.AddRange(Direction(node.Op, i == 1 || isReverse ? "reverse." : "", input, hidden, bias, i));

        (string? last, bool isState) = LastState(node, time, isBoth || isReverse);
        bool usesSteps = node.HasOutput(0) && _index.IsUsed(node.Outputs[0]) && last is null, usesState = isState || (node.HasOutput(1) && _index.IsUsed(node.Outputs[1]));
        List<string> arguments = [Text(units)];
        if (usesSteps)
            arguments.Add("ReturnSequences = true");
        if (isBoth || isReverse)
            arguments.Add("Bidirectional = true");
        if (bias is null)
            arguments.Add("Bias = false");
        long width = units * (isBoth || isReverse ? 2 : 1), steps = sizes[time];
        int source = _layouts.Arrange(x, Layouts.Long(sizes, [time, 2]), [steps, sizes[2]]);
        int layer = _builder.Add(node.Op, arguments, [source], tensors, Titles.Of(node, node.Input(1)));
        PutStates(node, layer, batchFirst, usesSteps, usesState, isReverse, steps, width, last);
    }

    private void PutStates(Node node, int layer, bool batchFirst, bool usesSteps, bool usesState, bool isReverse, long steps, long width, string? last)
    {
        long units = isReverse || _graph.Shape(node.Input(2))[0] == 2 ? width / 2 : width;
        int Half(int value) => isReverse ? _builder.Add("Slice", [Text(units), Text(units)], [value]) : value;
        long kept = isReverse ? units : width;
        if (usesSteps)
        {
            long[] y = _layouts.Sizes(node.Outputs[0]);
            int[] order = batchFirst ? [1, 2, 3] : [0, 1, 3];
            _layouts.Put(node.Outputs[0], Half(layer), [steps, kept], Layouts.Long(y, order));
        }

        if (!usesState)
            return;
        int state = layer;
        if (usesSteps)
        {
            // The last state is that of the last step, and of the other direction that of the first.
            bool isBoth = width != units;
            (int end, _) = Part(layer, [steps, width], 0, steps - 1, 1);
            state = _builder.Reshape(end, [1, width], [width]);
            if (isBoth)
            {
                (int begin, _) = Part(layer, [steps, width], 0, 0, 1);
                int first = _builder.Add("Slice", [Text(units), Text(units)], [_builder.Reshape(begin, [1, width], [width])]);
                state = Join([_builder.Add("Slice", ["0", Text(units)], [state]), first]);
            }
        }

        state = Half(state);
        string name = last ?? node.Outputs[1];
        long[] sizes = _layouts.Sizes(name);
        _layouts.Put(name, state, [kept], Layouts.Canonical(sizes));
        if (last is not null && node.HasOutput(1) && _index.IsUsed(node.Outputs[1]))
            _layouts.Put(node.Outputs[1], state, [kept], Layouts.Canonical(_layouts.Sizes(node.Outputs[1])));
    }

    /// <summary>The value that is nothing but the last state, where all that is read of the steps leads to it.</summary>
    private (string? Value, bool IsState) LastState(Node node, int time, bool goesBack)
    {
        if (goesBack || !node.HasOutput(0))
            return (null, false);
        string value = node.Outputs[0];
        HashSet<string> passed = [];
        long[] shape = Batch.With(_graph.Shape(value), 2);
        int[] places = [.. Enumerable.Range(0, (int)Tensor.Count(shape))];
        long steps = shape[time];
        while (_index.OnlyReader(value) is { } reader && Views.Contains(reader) && reader.Outputs.Count == 1 && reader.Input(0) == value)
        {
            long[] next = Batch.With(_graph.Shape(reader.Output), 2);
            int[] chosen = Views.Places(_graph, reader, 0, shape, next);
            places = [.. chosen.Select(place => places[place])];
            (value, shape) = (reader.Output, next);

            // [steps, 1, examples, units], or [examples, steps, 1, units]: each example's units at the last step, in order.
            long units = _graph.Shape(node.Input(2))[2];
            long At(long example, long unit) => time == 0 ? ((steps - 1) * 2 + example) * units + unit : (example * steps + steps - 1) * units + unit;
            if (places.Length == 2 * units && places.Select((place, i) => place == At(i / units, i % units)).All(fits => fits) && Batch.IsPart(_graph.Shape(value)[0]))
            {
                _left.UnionWith(passed);
                return (value, true);
            }

            passed.Add(value);
        }

        return (null, false);
    }

    private void CheckRecurrent(Node node, long steps)
    {
        string[] names = [.. node.Attributes.Texts("activations")?.Select(name => name.ToLowerInvariant()) ?? []];
        string[] usual = node.Op switch { "RNN" => ["tanh"], "GRU" => ["sigmoid", "tanh"], _ => ["sigmoid", "tanh", "tanh"] };
        if (names.Where((name, i) => name != usual[i % usual.Length]).Any())
            throw new UnsupportedException($"the activations {string.Join(", ", usual)}, got {Shown.Plain(string.Join(", ", names))}");
        if (node.Op == "GRU" && node.Attributes.Int("linear_before_reset", 0) == 0)
            throw new UnsupportedException("a GRU with linear_before_reset = 1, which resets after the product as NetGen, PyTorch and Keras do; this one resets before it");
        if (node.Op == "LSTM" && (node.Attributes.Int("input_forget", 0) != 0 || (node.Input(7).Length > 0 && Constant(node, 7, "peepholes").ToDoubles().Any(p => p != 0))))
            throw new UnsupportedException("an LSTM without peepholes whose input and forget gates are two");
        if (node.Attributes.Has("clip"))
            throw new UnsupportedException("a recurrent layer without clip");
        if (node.Input(4).Length > 0 && Constant(node, 4, "lengths of sequences").ToIntegers().Any(length => length != steps))
            throw new UnsupportedException($"sequences that are all {steps} steps long");
        for (int i = 5; i <= (node.Op == "LSTM" ? 6 : 5); i++)
        {
            if (node.Input(i).Length > 0 && Constant(node, i, "an initial state").ToDoubles().Any(x => x != 0))
                throw new UnsupportedException("an initial state of zeros");
        }

        if (node.HasOutput(2) && _index.IsUsed(node.Outputs[2]))
            throw new UnsupportedException("the states of an LSTM without those of its cell");
    }

    /// <summary>The parameters of a direction, gates in NetGen's order.</summary>
    private static IEnumerable<LayerTensor> Direction(string kind, string prefix, Tensor input, Tensor hidden, Tensor? bias, int number)
    {
        Tensor Gates(Tensor tensor, int start, params long[] shape)
        {
            int count = (int)Tensor.Count(shape);
            return GateOrders.ToNetGen(kind, "ONNX", tensor.Select(shape, [.. Enumerable.Range(start, count)]));
        }

        (long rows, long features, long units) = (input.Shape[1], input.Shape[2], hidden.Shape[2]);
        yield return new(prefix + "inputWeight", Gates(input, (int)(number * rows * features), rows, features));
        yield return new(prefix + "hiddenWeight", Gates(hidden, (int)(number * rows * units), rows, units));
        if (bias is null)
            yield break;
        yield return new(prefix + "inputBias", Gates(bias, (int)(number * 2 * rows), rows));
        yield return new(prefix + "hiddenBias", Gates(bias, (int)((number * 2 + 1) * rows), rows));
    }
}
