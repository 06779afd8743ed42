using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <content>Attention.</content>
internal sealed partial class Lowerer
{
    /// <summary>Attention whose projections are known: over [steps, features] of its first input, with keys and values of its second, where there is one.</summary>
    private void Attention(Node node)
    {
        List<int> inputs = [.. node.Inputs.Select(Steps)];
        List<string> arguments = [Text(node.Attributes.Int("heads", 1))];
        if (node.Attributes.Int("keyValueHeads", 0) is var shared && shared != 0)
            arguments.Add($"KeyValueHeads = {Text(shared)}");
        if (node.Attributes.Int("causal", 0) != 0)
            arguments.Add("Causal = true");
        if (!node.Tensors.ContainsKey("query.bias"))
            arguments.Add("Bias = false");
        LayerTensor[] tensors = [.. node.Tensors.Select(tensor => new LayerTensor(tensor.Key, tensor.Value))];
        long[] sizes = _layouts.Sizes(node.Output);
        int last = sizes.Length - 1;
        int output = _builder.Add("MultiHeadAttention", arguments, inputs, tensors);
        _layouts.Put(node.Output, output, [Layouts.Count(sizes, Enumerable.Range(0, last)), sizes[last]], Layouts.Canonical(sizes));
    }

    /// <summary>A value as [steps, features].</summary>
    private int Steps(string value)
    {
        Numbers(value);
        long[] sizes = _layouts.Sizes(value);
        int last = sizes.Length - 1;
        return _layouts.Arrange(value, Layouts.Canonical(sizes), [Layouts.Count(sizes, Enumerable.Range(0, last)), sizes[last]]);
    }
}
