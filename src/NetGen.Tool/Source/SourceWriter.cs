using System.Globalization;
using System.Text;
using NetGen.Tool.Graphs;

namespace NetGen.Tool.Source;

/// <summary>Writes a network as C#: a partial class with attributes, and the blocks that it uses; and the names and values of its parameters.</summary>
/// <param name="network">The network.</param>
/// <param name="className">The class.</param>
internal sealed class SourceWriter(NetworkProgram network, string className)
{
    private const int LongestLine = 110;

    // What begins a line of its own; other layers stand behind what they follow.
    private static readonly HashSet<string> s_heads =
        ["Dense", "Conv1D", "Conv2D", "ConvTranspose1D", "ConvTranspose2D", "Embedding", "RNN", "GRU", "LSTM", "MultiHeadAttention", "Residual", "Sequence"];

    private readonly Folding _folding = new(className);
    private IReadOnlyList<Layer> _uses = [];
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IReadOnlyList<Layer> Layers, Names Names)> _blocks = [];

    /// <summary>The parameters and state, by their names in a file.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The source.</summary>
    /// <param name="spaceName">The namespace.</param>
    /// <param name="summary">What the class's documentation says: lines of plain text.</param>
    /// <param name="remark">The first line, without the slashes.</param>
    public string Write(string spaceName, IReadOnlyList<string> summary, string remark)
    {
        HashSet<int> kept = [.. network.Losses.Select(loss => loss.Value)];
        (IReadOnlyList<NetworkInput> inputs, IReadOnlyList<Layer> all) = Simplify(network.Inputs, network.Layers);
        IReadOnlyList<Layer> layers = _uses = _folding.Fold(all, kept);
        Dictionary<int, string> inputNames = InputNames(inputs);
        bool namesHeads = network.Losses.Count > 1 || (layers.Count > 0 && network.Losses[0].Value != layers[^1].Output);
        Names names = new(layers, inputNames, namesHeads ? kept : [], i => layers[i].Title);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"// {remark}\nusing NetGen;\n\nnamespace {spaceName};\n\n");
        StringBuilder declarations = new();
        foreach ((string name, IReadOnlyList<Layer> block) in _folding.Blocks)
            WriteBlock(declarations, name, block);
        text.Append("/// <summary>\n");
        foreach (string line in summary)
            text.Append(CultureInfo.InvariantCulture, $"/// {Escaped(line)}\n");
        text.Append("/// </summary>\n");
        text.Append(network.IsDouble ? "[Network<double>]\n" : "[Network]\n");
        foreach (NetworkInput input in inputs)
        {
            string name = inputs.Count > 1 ? $", Name = \"{inputNames[input.Value]}\"" : "";
            text.Append(CultureInfo.InvariantCulture, $"[Input{(input.IsTokens ? "<int>" : "")}({string.Join(", ", input.Shape)}{name})]\n");
        }

        WriteLayers(text, layers, names, inputNames);
        foreach (NetworkLoss loss in network.Losses)
            text.Append(CultureInfo.InvariantCulture, $"[{With(loss.Kind, namesHeads ? $"From = \"{names.Of(loss.Value)}\"" : "")}]\n");
        text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {className};\n");
        text.Append(declarations);
        Collect(layers, names, "");
        return text.ToString();
    }

    /// <summary>An input that is only read with other axes is declared with them.</summary>
    private static (IReadOnlyList<NetworkInput> Inputs, IReadOnlyList<Layer> Layers) Simplify(IReadOnlyList<NetworkInput> inputs, IReadOnlyList<Layer> layers)
    {
        List<NetworkInput> newInputs = [.. inputs];
        List<Layer> newLayers = [.. layers];
        for (int i = 0; i < newInputs.Count; i++)
        {
            NetworkInput input = newInputs[i];
            Layer[] readers = [.. newLayers.Where(layer => layer.Inputs.Contains(input.Value))];
            if (input.IsTokens || readers is not [{ Kind: "Reshape" or "Flatten" } view] || newLayers[^1] == view)
                continue;
            long[] shape = view.Kind == "Flatten" ? [input.Shape.Aggregate(1L, (product, size) => product * size)] : [.. view.Arguments.Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
            newInputs[i] = input with { Shape = shape };
            newLayers.Remove(view);
            for (int k = 0; k < newLayers.Count; k++)
                newLayers[k] = newLayers[k] with { Inputs = [.. newLayers[k].Inputs.Select(value => value == view.Output ? input.Value : value)] };
        }

        return (newInputs, newLayers);
    }

    private static Dictionary<int, string> InputNames(IReadOnlyList<NetworkInput> inputs)
    {
        if (inputs.Count == 1)
            return new() { [inputs[0].Value] = "input" };
        Dictionary<int, string> names = [];
        foreach (NetworkInput input in inputs)
        {
            bool isLegal = input.Name.Length is > 0 and < 40 && char.IsAsciiLetter(input.Name[0]) && input.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !names.ContainsValue(input.Name) && input.Name != "input";
            names[input.Value] = isLegal ? input.Name : string.Create(CultureInfo.InvariantCulture, $"input{names.Count + 1}");
        }

        return names;
    }

    private void WriteBlock(StringBuilder text, string name, IReadOnlyList<Layer> layers)
    {
        Dictionary<int, string> inputs = new() { [layers[0].Inputs[0]] = "input" };
        IReadOnlyList<Layer>[] all = [.. Repetitions(name)];
        Names names = new(layers, inputs, [], i => all.Select(repetition => repetition[i].Title).Distinct().Count() == 1 ? layers[i].Title : null);
        _blocks[name] = (layers, names);
        text.Append(CultureInfo.InvariantCulture, $"\n/// <summary>A piece of <see cref=\"{className}\"/> that repeats.</summary>\n[Block]\n");
        WriteLayers(text, layers, names, inputs);
        text.Append(CultureInfo.InvariantCulture, $"public sealed class {name};\n");
    }

    /// <summary>Every use of a block.</summary>
    private IEnumerable<IReadOnlyList<Layer>> Repetitions(string name)
    {
        return Within(_uses);

        IEnumerable<IReadOnlyList<Layer>> Within(IEnumerable<Layer> layers)
        {
            foreach (Block block in layers.Select(layer => layer.Block).OfType<Block>())
            {
                foreach (IReadOnlyList<Layer> repetition in block.Repetitions)
                {
                    if (block.Name == name)
                        yield return repetition;
                    foreach (IReadOnlyList<Layer> inner in Within(repetition))
                        yield return inner;
                }
            }
        }
    }

    private static void WriteLayers(StringBuilder text, IReadOnlyList<Layer> layers, Names names, Dictionary<int, string> inputs)
    {
        StringBuilder line = new();
        for (int i = 0; i < layers.Count; i++)
        {
            string attribute = Attribute(layers, i, names, inputs);
            bool begins = line.Length == 0 || s_heads.Contains(layers[i].Kind) || Names.SaysFrom(layers, i, inputs) || line.Length + attribute.Length > LongestLine;
            if (begins && line.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{line}]\n");
                line.Clear();
            }

            line.Append(line.Length > 0 ? ", " : "").Append(attribute);
        }

        if (line.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"[{line}]\n");
    }

    private static string Attribute(IReadOnlyList<Layer> layers, int index, Names names, Dictionary<int, string> inputs)
    {
        Layer layer = layers[index];
        List<string> arguments = [.. layer.Arguments];
        string[] others = [.. layer.Inputs.Skip(1).Select(value => $"\"{names.Of(value)}\"")];
        if (layer.ReferenceProperty is { } property && others.Length > 0)
            arguments.Add($"{property} = {others[0]}");
        else
            arguments.InsertRange(0, others);
        if (layer.Block is { Repetitions.Count: > 1 } block)
            arguments.Add($"Repeat = {block.Repetitions.Count}");
        if (Names.SaysFrom(layers, index, inputs))
            arguments.Add($"From = \"{names.Of(layer.Inputs[0])}\"");
        if (names.Of(layer.Output) is { } name)
            arguments.Add($"Name = \"{name}\"");
        string kind = layer.Block is null ? layer.Kind : $"{layer.Kind}<{layer.Block.Name}>";
        return arguments.Count == 0 ? kind : $"{kind}({string.Join(", ", arguments)})";
    }

    private static string With(string attribute, string argument) => argument.Length == 0 ? attribute
        : attribute.EndsWith(')') ? $"{attribute[..^1]}, {argument})" : $"{attribute}({argument})";

    /// <summary>The parameters, under the names that the generator gives them.</summary>
    private void Collect(IReadOnlyList<Layer> layers, Names names, string prefix, IReadOnlyList<Layer>? values = null)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            Layer layer = (values ?? layers)[i];
            string name = prefix + names.Of(layers[i]);
            foreach (LayerTensor tensor in layer.Tensors)
                _tensors.Add($"{name}.{tensor.Leaf}", tensor.Value);
            if (layer.Block is not { } block)
                continue;
            (IReadOnlyList<Layer> inner, Names innerNames) = _blocks[block.Name];
            for (int k = 0; k < block.Repetitions.Count; k++)
                Collect(inner, innerNames, string.Create(CultureInfo.InvariantCulture, $"{name}.{k + 1}."), block.Repetitions[k]);
        }
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
