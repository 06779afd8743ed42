using System.Globalization;
using System.Text;

namespace NetGen.Tool.Source;

/// <summary>
/// Finds what repeats in a list of layers: residual blocks of which there are several, and runs of layers that follow each other several
/// times. Each becomes a class that the network uses.
/// </summary>
/// <param name="className">The network's class, after which blocks are called.</param>
internal sealed class Folding(string className)
{
    private const int LongestRun = 40;

    private readonly Dictionary<string, string> _names = [];

    /// <summary>The blocks, each after those that it uses: their names and their layers.</summary>
    public List<(string Name, IReadOnlyList<Layer> Layers)> Blocks { get; } = [];

    /// <summary>The layers with repetitions in the place of what they repeat.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="kept">Values that have to stay: those that losses compare.</param>
    public IReadOnlyList<Layer> Fold(IReadOnlyList<Layer> layers, IReadOnlySet<int> kept)
    {
        List<Layer> folded = [.. layers];
        while (FoldResiduals(folded, kept))
        {
        }

        while (FoldRuns(folded, kept))
        {
        }

        return folded;
    }

    private bool FoldResiduals(List<Layer> layers, IReadOnlySet<int> kept)
    {
        List<(int Start, int End, string Signature)> found = [];
        for (int end = 0; end < layers.Count; end++)
        {
            if (layers[end].Kind != "Add" || layers[end].Inputs.Count != 2 || end == 0)
                continue;
            int last = layers[end - 1].Output, around = layers[end].Inputs[0] == last ? layers[end].Inputs[1] : layers[end].Inputs[1] == last ? layers[end].Inputs[0] : -1;
            for (int start = end - 1; around >= 0 && start >= 0 && end - start <= LongestRun; start--)
            {
                if (layers[start].Inputs[0] == around && IsClosed(layers, start, end, around, kept) && !kept.Contains(last) && layers.Count(layer => layer.Inputs.Contains(last)) == 1)
                {
                    found.Add((start, end, Signature(layers, start, end, around)));
                    break;
                }
            }
        }

        // The first of a kind that occurs again.
        string? repeated = found.GroupBy(run => run.Signature).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (repeated is null)
            return false;
        foreach ((int start, int end, _) in found.Where(run => run.Signature == repeated).Reverse())
        {
            int around = layers[end].Inputs[0] == layers[end - 1].Output ? layers[end].Inputs[1] : layers[end].Inputs[0];
            Layer residual = new("Residual", [], [around], layers[end].Output) { Block = NewBlock(layers.GetRange(start, end - start), repeated) };
            layers.RemoveRange(start, end - start + 1);
            layers.Insert(start, residual);
        }

        return true;
    }

    private bool FoldRuns(List<Layer> layers, IReadOnlySet<int> kept)
    {
        (int Start, int Length, int Times) best = (0, 0, 0);
        for (int length = 1; length <= Math.Min(LongestRun, layers.Count / 2); length++)
        {
            for (int start = 0; start + 2 * length <= layers.Count; start++)
            {
                if (layers[start].Kind != layers[start + length].Kind)
                    continue;
                int times = Times(layers, start, length, kept);
                if (times > 1 && IsWorthIt(layers, start, length) && (long)times * length > (long)best.Times * best.Length)
                    best = (start, length, times);
            }
        }

        if (best.Times == 0)
            return false;
        (int first, int size, int count) = best;
        int input = layers[first].Inputs[0], output = layers[first + size * count - 1].Output;
        Layer run;
        if (size == 1)
        {
            Block block = layers[first].Block!;
            run = layers[first] with { Output = output, Block = block with { Repetitions = [.. layers.GetRange(first, count).SelectMany(layer => layer.Block!.Repetitions)] } };
        }
        else
        {
            string signature = Signature(layers, first, first + size, input);
            Block[] blocks = [.. Enumerable.Range(0, count).Select(i => NewBlock(layers.GetRange(first + i * size, size), signature))];
            run = new Layer("Sequence", [], [input], output) { Block = blocks[0] with { Repetitions = [.. blocks.SelectMany(block => block.Repetitions)] } };
        }

        layers.RemoveRange(first, size * count);
        layers.Insert(first, run);
        return true;
    }

    /// <summary>How often the layers from one on follow each other, each time reading only what came out before.</summary>
    private static int Times(List<Layer> layers, int start, int length, IReadOnlySet<int> kept)
    {
        int input = layers[start].Inputs[0];
        if (!IsClosed(layers, start, start + length, input, kept))
            return 1;
        string signature = Signature(layers, start, start + length, input);
        int times = 1;
        for (int next = start + length; next + length <= layers.Count; next += length, times++)
        {
            // What comes out of a repetition goes into the next one alone.
            int current = layers[next - 1].Output;
            bool isOwn = !kept.Contains(current) && layers.Where((layer, i) => i < next || i >= next + length).All(layer => !layer.Inputs.Contains(current));
            if (!isOwn || layers[next].Inputs[0] != current || !IsClosed(layers, next, next + length, current, kept) || Signature(layers, next, next + length, current) != signature)
                break;
        }

        return times;
    }

    private static bool IsWorthIt(List<Layer> layers, int start, int length) =>
        length == 1 ? layers[start].Kind == "Residual" : layers.GetRange(start, length).Sum(layer => layer.Block is not null ? 2 : layer.Tensors.Count > 0 ? 1 : 0) > 1;

    /// <summary>Whether layers read only each other and one value, and only the last of them is read elsewhere.</summary>
    private static bool IsClosed(List<Layer> layers, int start, int end, int input, IReadOnlySet<int> kept)
    {
        HashSet<int> own = [input];
        for (int i = start; i < end; i++)
        {
            if (layers[i].Inputs.Any(value => !own.Contains(value)) || layers[i].Arguments.Contains("Trainable = false"))
                return false;
            own.Add(layers[i].Output);
        }

        own.Remove(input);
        int last = layers[end - 1].Output;
        bool IsInside(int i) => i >= start && i < end;
        return !own.Any(value => value != last && kept.Contains(value))
            && !layers.Where((layer, i) => !IsInside(i) && layer.Inputs.Any(value => value != last && own.Contains(value))).Any();
    }

    private static string Signature(List<Layer> layers, int start, int end, int input)
    {
        Dictionary<int, int> numbers = new() { [input] = 0 };
        StringBuilder text = new();
        for (int i = start; i < end; i++)
        {
            Layer layer = layers[i];
            text.Append(layer.Kind).Append('(').AppendJoin(", ", layer.Arguments).Append(") ").AppendJoin(' ', layer.Inputs.Select(value => numbers[value].ToString(CultureInfo.InvariantCulture)));
            foreach (LayerTensor tensor in layer.Tensors)
                text.Append(CultureInfo.InvariantCulture, $" {tensor.Leaf}[{string.Join(',', tensor.Value.Shape)}]");
            text.Append(CultureInfo.InvariantCulture, $" {layer.Block?.Name}*{layer.Block?.Repetitions.Count};");
            numbers[layer.Output] = numbers.Count;
        }

        return text.ToString();
    }

    private Block NewBlock(List<Layer> layers, string signature)
    {
        if (!_names.TryGetValue(signature, out string? name))
        {
            name = _names[signature] = $"{className}Block{(_names.Count == 0 ? "" : (_names.Count + 1).ToString(CultureInfo.InvariantCulture))}";
            Blocks.Add((name, layers));
        }

        return new Block(name, [layers]);
    }
}
