using System.CommandLine;
using System.Globalization;
using NetGen.Tool.Graphs;
using NetGen.Tool.Keras;
using NetGen.Tool.Source;

namespace NetGen.Tool.Commands;

/// <summary><c>weights</c>: weights that Keras saved become a file that a network loads.</summary>
internal static class WeightsCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .keras, .h5 or .weights.h5 of Keras." };
        Option<string?> output = new("--output") { Description = "The file to write: weights.safetensors. Default: after the file, beside it." };
        Option<string?> like = new("--like") { Description = "A file that the network saved, whose names and shapes count: each of its layers takes the next of Keras that fits." };
        Option<string[]> map = new("--map") { Description = "Names: dense1=fc_1, lstm*=encoder_*. The first that fits counts.", AllowMultipleArgumentsPerToken = true };
        Option<bool> byOrder = new("--by-order") { Description = "Numbers as names, for NameMap.ByOrder." };
        Option<bool> dry = new("--dry-run") { Description = "Prints what would go where, and writes nothing." };
        Command command = new("weights", "Writes the weights of a Keras model as a file that a network loads.") { file, output, like, map, byOrder, dry };
        command.SetAction(result => Program.Guarded(() => Convert(new Request(result.GetValue(file)!, result.GetValue(output))
        {
            Like = result.GetValue(like),
            Maps = result.GetValue(map) ?? [],
            ByOrder = result.GetValue(byOrder),
            DryRun = result.GetValue(dry),
        })));
        return command;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="File">The file of Keras.</param>
    /// <param name="Output">The file to write.</param>
    internal sealed record Request(string File, string? Output)
    {
        public string? Like { get; init; }

        public IReadOnlyList<string> Maps { get; init; } = [];

        public bool ByOrder { get; init; }

        public bool DryRun { get; init; }
    }

    /// <summary>Converts a file, or says what would be done.</summary>
    public static string Convert(Request request)
    {
        if (!File.Exists(request.File))
            throw new ToolException($"{request.File}: expected a file of Keras, there is none.");
        IReadOnlyList<KerasLayer> layers = KerasFile.Open(request.File).Layers;
        (string Layer, LayerTensor[] Tensors)[] all = [.. layers.Select(layer => (layer.Name, layer.Tensors().ToArray()))];
        string[] names = [.. all.Select((layer, i) => Named(request, layer.Layer, i))];
        if (request.Like is { } like)
            names = Match(request, like, all, names);
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ToolException($"{request.File}: expected a name for each layer, got {Shown.Quoted(twice.Key)} for {twice.Count()}.");
        string table = DescribeCommand.Table(["keras", "to", "shape"], all.SelectMany((layer, i) => layer.Tensors.Select(tensor =>
            new[] { Shown.Plain(layer.Layer), $"{Shown.Plain(names[i])}.{tensor.Leaf}", Shown.Shape(tensor.Value.Shape) })));
        if (request.DryRun)
            return table;
        SafetensorsWriter writer = new();
        for (int i = 0; i < all.Length; i++)
        {
            foreach (LayerTensor tensor in all[i].Tensors)
            {
                if (tensor.Value.Kind == ElementKind.Double)
                    writer.Add($"{names[i]}.{tensor.Leaf}", tensor.Value.Shape, tensor.Value.ToDoubles());
                else
                    writer.Add($"{names[i]}.{tensor.Leaf}", tensor.Value.Shape, tensor.Value.ToSingles());
            }
        }

        string output = request.Output ?? Path.ChangeExtension(request.File, ".safetensors");
        writer.Save(output);
        return $"{table}\n\n{output}";
    }

    private static string Named(Request request, string layer, int number)
    {
        foreach (string map in request.Maps)
        {
            string[] sides = map.Split('=');
            if (sides.Length != 2 || sides.Any(side => side.Count(c => c == '*') > 1) || sides[0].Contains('*') != sides[1].Contains('*'))
                throw new ToolException($"--map: expected dense1=fc_1 or lstm*=encoder_*, got {Shown.Quoted(map)}.");
            int star = sides[1].IndexOf('*', StringComparison.Ordinal);
            if (star < 0 && sides[1] == layer)
                return sides[0];
            if (star >= 0 && layer.Length >= sides[1].Length - 1 && layer.StartsWith(sides[1][..star], StringComparison.Ordinal) && layer.EndsWith(sides[1][(star + 1)..], StringComparison.Ordinal))
                return sides[0].Replace("*", layer[star..(layer.Length - (sides[1].Length - star - 1))], StringComparison.Ordinal);
        }

        return request.ByOrder ? number.ToString(CultureInfo.InvariantCulture) : layer;
    }

    /// <summary>The names of a network's layers, each for the next layer of Keras that has its tensors.</summary>
    private static string[] Match(Request request, string like, (string Layer, LayerTensor[] Tensors)[] layers, string[] names)
    {
        using SafetensorsFile file = SafetensorsFile.Open(like);
        Dictionary<string, string> open = [];
        foreach (SafetensorsTensor tensor in file.Tensors)
            open[tensor.Name] = string.Join(", ", tensor.Shape);
        for (int i = 0; i < layers.Length; i++)
        {
            bool Fits(string own) => layers[i].Tensors.All(tensor => open.GetValueOrDefault($"{own}.{tensor.Leaf}") == string.Join(", ", tensor.Value.Shape));
            string leaf = layers[i].Tensors[0].Leaf;
            string? own = Fits(names[i]) ? names[i] : request.Maps.Count > 0 && names[i] != layers[i].Layer ? null
                : open.Keys.Where(name => name.EndsWith("." + leaf, StringComparison.Ordinal)).Select(name => name[..^(leaf.Length + 1)])
                    .Order(StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering)).FirstOrDefault(Fits);
            if (own is null)
                throw new ToolException($"{request.File}: {Shown.Quoted(layers[i].Layer)}: expected a layer of {like} with {string.Join(", ", layers[i].Tensors.Select(tensor => $"{tensor.Leaf} {Shown.Shape(tensor.Value.Shape)}"))}, found none that is left. To say which: --map NAME={Shown.Plain(layers[i].Layer)}");
            names[i] = own;
            foreach (LayerTensor tensor in layers[i].Tensors)
                open.Remove($"{own}.{tensor.Leaf}");
        }

        return open.Count == 0 ? names : throw new ToolException($"{request.File}: expected a layer for each of {like}, got none for {string.Join(", ", open.Keys.Take(5).Select(Shown.Plain))}.");
    }
}
