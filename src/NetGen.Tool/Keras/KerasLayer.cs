using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Keras;

/// <summary>
/// A layer of a Keras file: its arrays as NetGen has them. Kernels [in, out] are transposed, those of convolutions come from [height, width, in, out],
/// gates are put into order. Keras 2 says what arrays are; Keras 3 numbers them, so they are told by how many there are and by their axes.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="name">The layer.</param>
/// <param name="arrays">Its arrays, in the file's order.</param>
internal sealed class KerasLayer(string path, string name, IReadOnlyList<KerasArray> arrays)
{
    private static readonly (string Keras, string Own)[] s_parts =
    [
        ("query_dense", "query"), ("key_dense", "key"), ("value_dense", "value"), ("output_dense", "output"), ("attention_output", "output"), ("query", "query"), ("key", "key"), ("value", "value"),
    ];

    public string Name => name;

    /// <summary>The layer that an array belongs to: the first group, but for <c>layers</c>.</summary>
    public static string NameOf(string array)
    {
        string[] groups = array.Split('/');
        int first = groups[0] is "layers" or "_layer_checkpoint_dependencies" && groups.Length > 2 ? 1 : 0;
        return groups[first];
    }

    /// <summary>The parameters and state.</summary>
    public IReadOnlyList<LayerTensor> Tensors()
    {
        List<LayerTensor> tensors = [];
        foreach (IGrouping<string, KerasArray> part in arrays.GroupBy(array => PartOf(array.Name)))
        {
            KerasArray[] own = [.. part.OrderBy(array => array.Name, StringComparer.Ordinal)];
            Dictionary<string, Tensor> named = Named(own);
            foreach (LayerTensor tensor in Converted(named, part.Key))
                tensors.Add(part.Key.Length == 0 ? tensor : tensor with { Leaf = $"{part.Key}.{tensor.Leaf}" });
        }

        return tensors;
    }

    /// <summary>The part of a layer: one of attention's maps, or the reverse direction.</summary>
    private static string PartOf(string array)
    {
        string[] groups = array.Split('/')[..^1];
        foreach (string group in groups.Skip(1))
        {
            if (group.StartsWith("backward", StringComparison.Ordinal))
                return "reverse";
            if (s_parts.FirstOrDefault(part => part.Keras == group) is { Own: { } own })
                return own;
        }

        return "";
    }

    private Dictionary<string, Tensor> Named(KerasArray[] own)
    {
        string[] leaves = [.. own.Select(array => array.Name.Split('/')[^1].Split(':')[0])];
        if (!leaves.All(leaf => int.TryParse(leaf, out _)))
            return own.Zip(leaves).ToDictionary(pair => pair.Second, pair => pair.First.Tensor);
        int[] ranks = [.. own.Select(array => array.Tensor.Shape.Length)];
        string[] names = ranks switch
        {
            [1, 1, 1, 1] => ["gamma", "beta", "moving_mean", "moving_variance"],
            [1, 1] => ["gamma", "beta"],
            [1] => ["gamma"],
            [2, 2] or [2, 2, 1] or [2, 2, 2] => ["kernel", "recurrent_kernel", "bias"],
            [2] when name.StartsWith("embedding", StringComparison.Ordinal) => ["embeddings"],
            [>= 2] or [>= 2, <= 2] => ["kernel", "bias"],
            _ => throw Wrong($"arrays of a layer that NetGen has, got {own.Length} of {string.Join(", ", ranks)} axes"),
        };
        return own.Zip(names).ToDictionary(pair => pair.Second, pair => pair.First.Tensor);
    }

    private IEnumerable<LayerTensor> Converted(Dictionary<string, Tensor> arrays, string part)
    {
        if (arrays.TryGetValue("recurrent_kernel", out Tensor? recurrent))
            return Recurrent(arrays["kernel"], recurrent, arrays.GetValueOrDefault("bias"));
        if (arrays.TryGetValue("moving_mean", out Tensor? mean))
        {
            return
            [
                new("weight", arrays.GetValueOrDefault("gamma") ?? mean.Map(_ => 1)), new("bias", arrays.GetValueOrDefault("beta") ?? mean.Map(_ => 0)),
                new("running_mean", mean), new("running_var", arrays["moving_variance"]),
            ];
        }

        List<LayerTensor> tensors = [];
        foreach ((string leaf, Tensor tensor) in arrays)
        {
            tensors.Add(leaf switch
            {
                "gamma" or "embeddings" or "scale" => new("weight", tensor),
                "beta" => new("bias", tensor),
                "bias" => new("bias", tensor.Reshape(tensor.Length)),
                "kernel" or "depthwise_kernel" => new("weight", Kernel(tensor, part, leaf)),
                _ => throw Wrong($"an array that NetGen has a parameter for, got {Shown.Quoted(leaf)}"),
            });
        }

        return tensors;
    }

    private Tensor Kernel(Tensor kernel, string part, string leaf)
    {
        bool isDepthwise = leaf == "depthwise_kernel" || name.StartsWith("depthwise_conv2d", StringComparison.Ordinal), isTransposed = name.StartsWith("conv2d_transpose", StringComparison.Ordinal);
        long[] shape = kernel.Shape;
        return shape.Length switch
        {
            2 => kernel.Transpose(),
            3 when part == "output" => kernel.Reshape(shape[0] * shape[1], shape[2]).Transpose(), // [heads, width, out]
            3 when part.Length > 0 => kernel.Reshape(shape[0], shape[1] * shape[2]).Transpose(),  // [in, heads, width]
            3 when name.StartsWith("conv1d_transpose", StringComparison.Ordinal) => kernel.Permute(2, 1, 0),
            3 => kernel.Permute(2, 1, 0),
            4 when isDepthwise => kernel.Permute(2, 3, 0, 1).Reshape(shape[2] * shape[3], 1, shape[0], shape[1]),
            4 when isTransposed => kernel.Permute(3, 2, 0, 1), // [height, width, out, in] to [in, out, height, width]
            4 => kernel.Permute(3, 2, 0, 1),
            _ => throw Wrong($"a kernel of 2 to 4 axes, got {Shown.Shape(shape)}"),
        };
    }

    private LayerTensor[] Recurrent(Tensor kernel, Tensor recurrent, Tensor? bias)
    {
        long units = recurrent.Shape[0];
        string kind = (recurrent.Shape[1] / units) switch
        {
            1 => "RNN",
            3 => "GRU",
            4 => "LSTM",
            _ => throw Wrong($"one, three or four gates of {units} units, got {Shown.Shape(recurrent.Shape)}"),
        };
        if (kind == "GRU" && bias is { Shape.Length: 1 })
            throw Wrong("a GRU with reset_after = True, which resets after the product as NetGen does; this one resets before it");
        Tensor Gates(Tensor tensor) => GateOrders.ToNetGen(kind, "Keras", tensor);
        LayerTensor[] weights = [new("inputWeight", Gates(kernel.Transpose())), new("hiddenWeight", Gates(recurrent.Transpose()))];
        if (bias is null)
            return weights;
        int count = (int)recurrent.Shape[1];
        Tensor input = bias.Select([count], [.. Enumerable.Range(0, count)]);
        Tensor hidden = bias.Shape.Length == 2 ? bias.Select([count], [.. Enumerable.Range(count, count)]) : input.Map(_ => 0);
        return [.. weights, new("inputBias", Gates(input)), new("hiddenBias", Gates(hidden))];
    }

    private ToolException Wrong(string expected) => new($"{path}: {Shown.Quoted(name)}: expected {expected}.");
}
