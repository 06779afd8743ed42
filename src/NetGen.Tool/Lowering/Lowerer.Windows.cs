using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <content>Convolutions, pools and what changes the size of images and sequences.</content>
internal sealed partial class Lowerer
{
    private void Convolution(Node node)
    {
        Tensor weight = Constant(node, 1, "a weight");
        Windows windows = Windows.Of(_graph, node, weight.Shape[2..]);
        long groups = node.Attributes.Int("group", 1);
        if (weight.Shape.Length != windows.Axes.Count + 2 || groups < 1 || weight.Shape[1] * groups != _graph.Shape(node.Input(0))[1])
            throw new UnsupportedException($"a weight for the channels of {Shown.Shape(_graph.Shape(node.Input(0)))}, got {Shown.Shape(weight.Shape)}");
        WindowAxis[] axes = [.. windows.Axes];
        (int input, _) = Maps(node.Input(0));
        bool isCausal = axes is [{ Stride: 1, After: 0 } only] && only.Before == only.Span - 1 && only.Before > 0;
        for (int i = 0; i < axes.Length && !isCausal; i++)
        {
            // Zeros that are not alike on both sides stand in a layer of their own.
            long both = Math.Min(axes[i].Before, axes[i].After);
            if (axes[i].Before != axes[i].After)
                input = AddPad(input, axes[i].Before - both, axes[i].After - both, axes.Length == 1 ? 0 : i + 1);
            axes[i] = axes[i] with { Before = both, After = both };
        }

        List<string> arguments = [Text(weight.Shape[0]), Text(axes[0].Kernel)];
        Add2(arguments, "Kernel", axes, axis => axis.Kernel, axes[0].Kernel);
        Add2(arguments, "Stride", axes, axis => axis.Stride, 1);
        if (isCausal)
            arguments.Add("Causal = true");
        else
            Add2(arguments, "Padding", axes, axis => axis.Before, 0);
        Add2(arguments, "Dilation", axes, axis => axis.Dilation, 1);
        if (groups != 1)
            arguments.Add($"Groups = {Text(groups)}");
        PutMaps(node, axes.Length == 1 ? "Conv1D" : "Conv2D", arguments, input, weight, axes.Length);
    }

    private void TransposedConvolution(Node node)
    {
        Tensor weight = Constant(node, 1, "a weight");
        if (node.Attributes.Int("group", 1) != 1)
            throw new UnsupportedException("a transposed convolution of one group");
        TransposedAxis[] axes = [.. TransposedWindows.Of(_graph, node).Axes];
        (int input, _) = Maps(node.Input(0));

        // What is cut off at the end beyond what is cut off before is a part that is left out afterwards.
        long[] more = [.. axes.Select(axis => Math.Max(0, axis.Before - axis.After))], less = [.. axes.Select(axis => Math.Max(0, axis.After - axis.Before))];
        if (more.Zip(axes, (size, axis) => size >= axis.Stride && size > 0).Any(wrong => wrong))
            throw new UnsupportedException("an output padding below the stride");
        List<string> arguments = [Text(weight.Shape[1]), Text(axes[0].Kernel)];
        Add2(arguments, "Kernel", axes, axis => axis.Kernel, axes[0].Kernel);
        Add2(arguments, "Stride", axes, axis => axis.Stride, 1);
        Add2(arguments, "Padding", axes, axis => axis.Before, 0);
        Add2(arguments, "OutputPadding", axes, axis => Math.Max(0, axis.Before - axis.After), 0);
        PutMaps(node, axes.Length == 1 ? "ConvTranspose1D" : "ConvTranspose2D", arguments, input, weight, axes.Length);
        if (less.All(size => size == 0))
            return;
        Place place = _layouts.Of(node.Output);
        long[] sizes = [.. place.Sizes];
        for (int i = 0; i < axes.Length; i++)
            sizes[axes.Length == 1 ? 0 : i + 1] += less[i];
        int value = place.Value;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes.Length == 1 ? 0 : i + 1;
            (value, sizes) = Part(value, sizes, axis, 0, sizes[axis] - less[i]);
        }

        _layouts.Put(node.Output, value, sizes, place.Order);
    }

    private void Pool(Node node)
    {
        Windows windows = Windows.Of(_graph, node, null);
        WindowAxis[] axes = [.. windows.Axes];
        if (node.HasOutput(1))
            throw new UnsupportedException("a pool without indices");
        if (axes.Any(axis => axis.Dilation != 1))
            throw new UnsupportedException("a pool without dilation");
        bool isMax = node.Op == "MaxPool", counts = node.Attributes.Int("count_include_pad", 0) != 0;
        (int input, _) = Maps(node.Input(0));
        bool isEven = axes.All(axis => axis.Before == axis.After && axis.Output == (axis with { Ceiling = false }).Output);
        bool isPadded = axes.Any(axis => axis.Before + axis.After > 0);
        bool isSame = !isEven && axes.All(axis => axis.IsSame) && (isMax || !counts || !isPadded);
        if (isEven && axes.Any(axis => axis.Before > axis.Kernel / 2))
            isEven = isSame = false;
        if (!isEven && !isSame && !isMax && counts && axes.All(axis => axis.Output == (axis with { Ceiling = false }).Output))
        {
            for (int i = 0; i < axes.Length; i++)
            {
                input = AddPad(input, axes[i].Before, axes[i].After, axes.Length == 1 ? 0 : i + 1);
                axes[i] = axes[i] with { Before = 0, After = 0 };
            }

            (isEven, isPadded) = (true, false);
        }

        if (!isEven && !isSame)
            throw new UnsupportedException("a pool whose padding is alike on both sides, or SAME_UPPER");
        List<string> arguments = [Text(axes[0].Kernel)];
        Add2(arguments, "Kernel", axes, axis => axis.Kernel, axes[0].Kernel);
        if (axes.Any(axis => axis.Stride != axis.Kernel))
            Add2(arguments, "Stride", axes, axis => axis.Stride, 0);
        if (isSame)
            arguments.Add("Same = true");
        else
            Add2(arguments, "Padding", axes, axis => axis.Before, 0);
        if (!isMax && !counts && isPadded && !isSame)
            arguments.Add("CountPadding = false");
        string kind = (isMax ? "MaxPool" : "AveragePool") + (axes.Length == 1 ? "1D" : "2D");
        PutMaps(node, kind, arguments, input, null, axes.Length);
    }

    /// <summary>Nearest neighbours, as often along both axes.</summary>
    private void Resize(Node node)
    {
        long[] from = _graph.Shape(node.Input(0)), to = _graph.Shape(node.Output);
        string mode = node.Attributes.Text("mode", "nearest"), place = node.Attributes.Text("coordinate_transformation_mode", node.Op == "Upsample" || node.Opset < 11 ? "asymmetric" : "half_pixel");
        string rounding = node.Attributes.Text("nearest_mode", node.Op == "Upsample" || node.Opset < 11 ? "floor" : "round_prefer_floor");
        long scale = from.Length == 4 ? to[2] / from[2] : to[^1] / from[^1];
        bool isWhole = from.Length is 3 or 4 && scale <= 64 && from.Zip(to, (a, b) => (a, b)).Skip(2).All(pair => pair.b == scale * pair.a) && from[0] == to[0] && from[1] == to[1] && scale >= 1;
        bool isNearest = mode == "nearest" && (place, rounding) is ("asymmetric", "floor") or ("half_pixel", "round_prefer_floor" or "round_prefer_ceil") or ("pytorch_half_pixel", "round_prefer_floor" or "round_prefer_ceil");
        if (!isWhole || !(isNearest || (mode == "nearest" && place == "asymmetric" && rounding == "round_prefer_floor" && scale <= 2)))
            throw new UnsupportedException($"nearest neighbours, as many times along all axes, got {Shown.Plain(mode)} from {Shown.Shape(from)} to {Shown.Shape(to)}");
        (int input, long[] sizes) = Maps(node.Input(0));
        if (from.Length == 4)
        {
            PutMaps(node, "Upsample2D", [Text(scale)], input, null, 2);
            return;
        }

        // Each step beside itself: [steps, scale · features] is [scale · steps, features].
        int joined = scale == 1 ? input : Join([.. Enumerable.Repeat(input, (int)scale)]);
        long[] result = [sizes[0] * scale, sizes[1]];
        _layouts.Put(node.Output, _builder.Reshape(joined, [sizes[0], sizes[1] * scale], result), result, Layouts.Long(_layouts.Sizes(node.Output), [2, 1]));
    }

    private void Pad(Node node)
    {
        (long Before, long After)[] padding = Shapes.Padding(_graph, node);
        string mode = node.Attributes.Text("mode", "constant");
        if (mode != "constant" || (_graph.Real(node, 2, "value") ?? 0) != 0)
            throw new UnsupportedException($"zeros around a value, got {Shown.Plain(mode)}");
        string x = node.Input(0);
        long[] sizes = _layouts.Sizes(x);
        Place place = Numbers(x);
        int[] order = place.Order;
        foreach (int axis in Enumerable.Range(0, padding.Length).Where(axis => padding[axis] != (0, 0) && !order.Contains(axis)))
            order = [.. order.Where(other => other < axis), axis, .. order.Where(other => other > axis)];
        long[] shape = [.. order.Select(axis => sizes[axis])];
        int value = _layouts.Arrange(x, place.Order, shape);
        for (int i = 0; i < order.Length; i++)
        {
            (long before, long after) = padding[order[i]];
            if (Batch.IsPart(_graph.Shape(x)[order[i]]) && (before, after) != (0, 0))
                throw new UnsupportedException("zeros within an example");
            if (before < 0 || after < 0)
                (value, shape) = Part(value, shape, i, Math.Max(0, -before), shape[i] + Math.Min(0, before) + Math.Min(0, after));
            value = AddPad(value, Math.Max(0, before), Math.Max(0, after), i);
            shape[i] += Math.Max(0, before) + Math.Max(0, after);
        }

        _layouts.Put(node.Output, value, shape, Layouts.Long(_layouts.Sizes(node.Output), order));
    }

    private int AddPad(int value, long before, long after, int axis) =>
        before + after == 0 ? value : _builder.Add("Pad", axis == 0 ? [Text(before), Text(after)] : [Text(before), Text(after), $"Axis = {axis}"], [value]);

    /// <summary>A value as layers of windows want it: [channels, height, width], or [steps, features].</summary>
    private (int Value, long[] Sizes) Maps(string x)
    {
        Numbers(x);
        long[] sizes = _layouts.Sizes(x);
        int[] axes = sizes.Length == 3 ? [2, 1] : [1, 2, 3];
        long[] shape = [.. axes.Select(axis => sizes[axis])];
        return (_layouts.Arrange(x, Layouts.Long(sizes, axes), shape), shape);
    }

    private void PutMaps(Node node, string kind, IReadOnlyList<string> arguments, int input, Tensor? weight, int axes)
    {
        long[] sizes = _layouts.Sizes(node.Output);
        int[] order = axes == 1 ? [2, 1] : [1, 2, 3];
        List<LayerTensor> tensors = weight is null ? [] : [new("weight", weight)];
        if (weight is not null && node.Input(2).Length > 0)
            tensors.Add(new("bias", Constant(node, 2, "a bias")));
        else if (weight is not null)
            arguments = [.. arguments, "Bias = false"];
        int output = _builder.Add(kind, arguments, [input], tensors, weight is null ? null : Titles.Of(node, node.Input(1)));
        _layouts.Put(node.Output, output, [.. order.Select(axis => sizes[axis])], Layouts.Long(sizes, order));
    }

    /// <summary>A size of both axes, or of each where they differ; none where it is what goes without saying.</summary>
    private static void Add2<T>(List<string> arguments, string name, T[] axes, Func<T, long> size, long otherwise)
    {
        long[] sizes = [.. axes.Select(size)];
        if (sizes.All(value => value == sizes[0]))
        {
            if (sizes[0] != otherwise)
                arguments.Add($"{name} = {Text(sizes[0])}");
            return;
        }

        if (sizes[0] != otherwise || name != "Kernel")
            arguments.Add($"{name}Height = {Text(sizes[0])}");
        arguments.Add($"{name}Width = {Text(sizes[1])}");
    }
}
