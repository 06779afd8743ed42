using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <content>Layers with weights of their own: maps, embeddings, norms, activations.</content>
internal sealed partial class Lowerer
{
    /// <summary>An affine map of an axis, which comes last for it.</summary>
    private void Dense(Node node)
    {
        string x = node.Input(0);
        Tensor weight = node.Tensors["weight"];
        long[] sizes = _layouts.Sizes(x);
        int last = sizes.Length - 1;
        int[] order = LastOf(x, last);
        long units = weight.Shape[0];
        int input = _layouts.Arrange(x, order, WithLast(sizes, order, last));
        List<LayerTensor> tensors = [new("weight", weight)];
        if (node.Tensors.TryGetValue("bias", out Tensor? bias))
            tensors.Add(new("bias", bias));
        string[] arguments = bias is null ? [Text(units), "Bias = false"] : [Text(units)];
        int output = _builder.Add("Dense", arguments, [input], tensors, Titles.Of(node, node.Attributes.Text("title", "")));
        long[] outputs = [.. WithLast(sizes, order, last)[..^1], units];
        _layouts.Put(node.Output, output, outputs, Layouts.Long(_layouts.Sizes(node.Output), [.. order.Where(axis => axis != last), last]));
    }

    /// <summary>The order of a value's axes with one of them last, and else as they lie.</summary>
    private int[] LastOf(string value, int axis)
    {
        Place place = Numbers(value);
        return Layouts.Long(_layouts.Sizes(value), [.. place.Order.Where(other => other != axis), axis]);
    }

    /// <summary>The sizes of an order whose last axis is there even with one element.</summary>
    private static long[] WithLast(long[] sizes, int[] order, int last) => [.. order.Where(axis => axis != last).Select(axis => sizes[axis]), sizes[last]];

    private void Embedding(Node node)
    {
        Tensor table = Constant(node, 0, "a table");
        string tokens = node.Input(1);
        if (table.Shape.Length != 2 || NodeInputs.Axis(node.Attributes.Int("axis", 0), 2) != 0 || !_layouts.Of(tokens).IsTokens)
            throw new UnsupportedException("a table of vectors that an input of tokens chooses from");
        Place place = _layouts.Of(tokens);
        long[] sizes = _layouts.Sizes(node.Output);
        int output = _builder.Add("Embedding", NetworkBuilder.Texts(table.Shape), [place.Value], [new("weight", table)], Titles.Of(node, node.Input(0)));
        _layouts.Put(node.Output, output, [Layouts.Count(sizes, Enumerable.Range(0, sizes.Length - 1)), table.Shape[1]], Layouts.Canonical(sizes));
    }

    private void Activation(Node node, string kind)
    {
        string[] arguments = kind switch
        {
            "Scale" => node.Attributes.Real("Offset", 0) is var offset && offset == 0 ? [Real(node, "factor")] : [Real(node, "factor"), $"Offset = {Real(node, "Offset")}"],
            "LeakyReLU" => Real(node, "slope") is "0.01" ? [] : [Real(node, "slope")],
            "ELU" => Real(node, "alpha") is "1" ? [] : [Real(node, "alpha")],
            "HardTanh" => (Real(node, "min"), Real(node, "max")) is ("-1", "1") ? [] : [Real(node, "min"), Real(node, "max")],
            _ => [],
        };
        Unary(node, kind, arguments);
    }

    private static string Real(Node node, string name) => NetworkBuilder.Text(node.Attributes.Real(name, 0));

    private void Clip(Node node)
    {
        double least = _graph.Real(node, 1, "min") ?? float.MinValue, most = _graph.Real(node, 2, "max") ?? float.MaxValue;
        if (least >= most)
            throw new UnsupportedException("a least value below the largest");
        Unary(node, "HardTanh", NetworkBuilder.Text(Math.Max(least, float.MinValue)), NetworkBuilder.Text(Math.Min(most, float.MaxValue)));
    }

    /// <summary>One of other numbers than PyTorch's: Keras' is clamp(x/5 + ½, 0, 1).</summary>
    private void HardSigmoid(Node node)
    {
        Place place = Numbers(node.Input(0));
        int line = _builder.Add("Scale", [NetworkBuilder.Text(node.Attributes.Real("alpha", 0.2)), $"Offset = {NetworkBuilder.Text(node.Attributes.Real("beta", 0.5))}"], [place.Value]);
        _layouts.Put(node.Output, place with { Value = _builder.Add("HardTanh", ["0", "1"], [line]) });
    }

    private void PReLU(Node node)
    {
        string x = node.Input(0);
        Tensor slope = Constant(node, 1, "a slope");
        if (slope.Length == 1)
        {
            Place place = Numbers(x);
            _layouts.Put(node.Output, place with { Value = _builder.Add("PReLU", ["Shared = true"], [place.Value], [new("weight", slope.Reshape(1))], Titles.Of(node, node.Input(1))) });
            return;
        }

        (int input, long[] sizes, int[] order) = Channels(x, ChannelAxis(slope, x) ?? throw new UnsupportedException("a slope for each channel"));
        _layouts.Put(node.Output, _builder.Add("PReLU", [], [input], [new("weight", slope.Reshape(slope.Length))], Titles.Of(node, node.Input(1))), sizes, order);
    }

    /// <summary>Softmax over an axis, which comes last for it; before version 13 over all axes from one on.</summary>
    private void Softmax(Node node)
    {
        string x = node.Input(0);
        long[] sizes = _layouts.Sizes(x);
        bool isFlat = node.Opset < 13;
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", isFlat ? 1 : -1), sizes.Length);
        int[] over = isFlat ? Layouts.Long(sizes, Enumerable.Range(axis, sizes.Length - axis)) : Layouts.Long(sizes, [axis]);
        int[] order = [.. Numbers(x).Order.Except(over), .. over];
        long[] inner = [.. over.Length > 1 ? [Layouts.Count(sizes, over)] : over.Length == 1 ? [sizes[over[0]]] : new long[] { 1 }];
        long[] all = [.. order.Except(over).Select(other => sizes[other]), .. inner];
        _layouts.Put(node.Output, _builder.Add(node.Op, [], [_layouts.Arrange(x, order, all)]), all, order);
    }

    private void BatchNorm(Node node)
    {
        if (node.Attributes.Int("training_mode", 0) != 0)
            throw new UnsupportedException("running statistics; the model was exported in training mode");
        (int input, long[] sizes, int[] order) = Channels(node.Input(0), 1);
        List<string> arguments = [];
        double epsilon = node.Attributes.Real("epsilon", 1e-5), momentum = Math.Round(1 - node.Attributes.Real("momentum", 0.9), 6);
        if (momentum != 0.1)
            arguments.Add($"Momentum = {NetworkBuilder.Text(momentum)}");
        if (epsilon != 1e-5)
            arguments.Add($"Epsilon = {NetworkBuilder.Text(epsilon)}");
        string[] leaves = ["weight", "bias", "running_mean", "running_var"];
        LayerTensor[] tensors = [.. leaves.Select((leaf, i) => new LayerTensor(leaf, Constant(node, i + 1, leaf)))];
        _layouts.Put(node.Output, _builder.Add("BatchNorm", arguments, [input], tensors, Titles.Of(node, node.Input(1))), sizes, order);
    }

    private void ChannelNorm(Node node)
    {
        string x = node.Input(0);
        long channels = _layouts.Sizes(x)[1], groups = node.Op == "InstanceNormalization" ? channels : node.Attributes.Int("num_groups", 1);
        Tensor weight = Constant(node, 1, "a scale"), bias = Constant(node, 2, "a bias");
        if (weight.Length == groups && groups != channels)
            (weight, bias) = (Repeat(weight, channels), Repeat(bias, channels)); // of version 18: one for each group
        (int input, long[] sizes, int[] order) = Channels(x, 1);
        List<string> arguments = node.Op == "InstanceNormalization" ? ["Affine = true"] : [Text(groups)];
        AddEpsilon(arguments, node);
        _layouts.Put(node.Output, _builder.Add(node.Op == "InstanceNormalization" ? "InstanceNorm" : "GroupNorm", arguments, [input], [new("weight", weight), new("bias", bias)], Titles.Of(node, node.Input(1))), sizes, order);
    }

    private static Tensor Repeat(Tensor tensor, long count) => tensor.Select([count], [.. Enumerable.Range(0, (int)count).Select(i => (int)(i * tensor.Length / count))]);

    private static void AddEpsilon(List<string> arguments, Node node)
    {
        double epsilon = node.Attributes.Real("epsilon", 1e-5);
        if (epsilon != 1e-5)
            arguments.Add($"Epsilon = {NetworkBuilder.Text(epsilon)}");
    }

    /// <summary>A norm over the axes from one on, which come last for it.</summary>
    private void LayerNorm(Node node)
    {
        string x = node.Input(0);
        long[] sizes = _layouts.Sizes(x);
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", -1), sizes.Length);
        int[] over = Layouts.Long(sizes, Enumerable.Range(axis, sizes.Length - axis)), order = [.. Numbers(x).Order.Except(over), .. over];
        long count = Layouts.Count(sizes, over);
        long[] all = [.. order.Except(over).Select(other => sizes[other]), count];
        bool isCentered = node.Op == "LayerNormalization";
        Tensor? weight = node.Tensors.GetValueOrDefault("weight") ?? _graph.Constant(node.Input(1)), bias = node.Tensors.GetValueOrDefault("bias") ?? _graph.Constant(node.Input(2));
        if ((weight is null && node.Input(1).Length > 0) || node.HasOutput(1) || (weight is not null && weight.Length != count))
            throw new UnsupportedException("a constant scale for each element");
        List<string> arguments = weight is null ? ["Affine = false"] : [];
        AddEpsilon(arguments, node);
        List<LayerTensor> tensors = weight is null ? [] : [new("weight", weight.Reshape(count))];
        if (weight is not null && isCentered)
            tensors.Add(new("bias", bias?.Reshape(count) ?? Tensor.Of([count], new float[count])));
        int output = _builder.Add(isCentered ? "LayerNorm" : "RMSNorm", arguments, [_layouts.Arrange(x, order, all)], tensors, Titles.Of(node, node.Input(1)));
        _layouts.Put(node.Output, output, all, order);
    }

    /// <summary>
    /// A value with an axis where layers have channels: the first of three, or the last of [steps, features]. It is what fits how the value lies.
    /// </summary>
    private (int Value, long[] Sizes, int[] Order) Channels(string x, int axis)
    {
        long[] sizes = _layouts.Sizes(x);
        int[] order = Numbers(x).Order;
        long channels = sizes[axis], rest = Layouts.Count(sizes, order.Where(other => other != axis));
        if (rest == 1)
            return (_layouts.Arrange(x, order, [channels]), [channels], order);
        if (order.Contains(axis) && order[^1] != axis && order[0] != axis)
            order = LastOf(x, axis);
        long[] shape = order[^1] == axis ? [rest, channels]
            : order.Length == 3 && order[0] == axis ? [channels, sizes[order[1]], sizes[order[2]]] : [channels, rest, 1];
        return (_layouts.Arrange(x, order, shape), shape, order);
    }

    /// <summary>The only axis of a value that a constant depends on; null where there are several or none.</summary>
    private int? ChannelAxis(Tensor constant, string value)
    {
        int rank = _graph.Shape(value).Length;
        int[] axes = [.. Enumerable.Range(0, constant.Stored.Length).Where(axis => constant.Stored[axis] != 1).Select(axis => axis + rank - constant.Stored.Length)];
        return axes is [int axis] && axis >= 0 ? axis : null;
    }
}
