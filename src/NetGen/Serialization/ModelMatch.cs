using System.IO.Enumeration;
using System.Text;

namespace NetGen;

/// <summary>A tensor of a network with the tensor of a file that is meant for it.</summary>
internal readonly record struct ModelMatch(ModelTensor Tensor, SafetensorsHeader.Entry Entry)
{
    /// <summary>What a checkpoint holds beside the network: names that start so.</summary>
    public const string CheckpointPrefix = "netgen.";

    // PyTorch counts batches there; only its cumulative averages need it.
    private const string BatchCounter = "num_batches_tracked";

    /// <summary>Finds the tensors that <paramref name="include"/> fits; shapes and types are not looked at yet.</summary>
    public static ModelMatch[] Find(NetworkDescription network, SafetensorsFile file, string include, NameMap? names)
    {
        ArgumentNullException.ThrowIfNull(include);
        ModelTensor[] all = ModelTensor.Of(network);
        ModelTensor[] chosen = [.. all.Where(tensor => FileSystemName.MatchesSimpleExpression(include, tensor.Name, ignoreCase: false))];
        if (chosen.Length == 0)
            throw new ArgumentException($"{network.Name} has no parameter or state that '{include}' fits: {string.Join(", ", all.Select(tensor => tensor.Name))}.", nameof(include));

        ModelMatch[] matches = names is { IsByOrder: true } ? FindByOrder(chosen, network, file) : FindByName(chosen, network, file, names);
        if (chosen.Length == all.Length || names is { IsByOrder: true })
            RefuseOthers(matches, network, file, isPart: chosen.Length < all.Length);
        return matches;
    }

    /// <summary>Refuses a tensor of another shape or type.</summary>
    public void Require<T>(SafetensorsFile file)
        where T : unmanaged
    {
        long[] shape = file.Header.Shape(Entry);
        if (!shape.AsSpan().SequenceEqual(Tensor.Shape))
        {
            throw new InvalidDataException(
                $"{file.Path}: offset {SafetensorsHeader.Offset(Entry)}: expected {Shown(Tensor, file)} of the shape [{string.Join(", ", Tensor.Shape)}], got [{string.Join(", ", shape)}].");
        }

        file.RequireType<T>(Entry);
    }

    private string Shown(ModelTensor tensor, SafetensorsFile file)
    {
        string name = file.Header.ShownName(Entry);
        return name == tensor.NameInFile ? $"'{name}'" : $"'{name}', for {tensor.Name},";
    }

    private static ModelMatch[] FindByName(ModelTensor[] chosen, NetworkDescription network, SafetensorsFile file, NameMap? names)
    {
        ModelMatch[] matches = new ModelMatch[chosen.Length];
        int found = 0;
        foreach (ModelTensor tensor in chosen)
        {
            string mapped = names?.NameInFile(tensor.Name) ?? tensor.Name;
            int index = mapped == tensor.Name ? file.Header.Find(tensor.NameInFile) : -1;
            if (index < 0)
                index = file.Header.Find(mapped);
            if (index < 0)
                throw Missing(network, file, tensor, mapped);
            matches[found++] = new(tensor, file.Header.Entries[index]);

            // A difference in shape comes before a missing name further on: it is the first.
            if (!file.Header.Shape(matches[found - 1].Entry).AsSpan().SequenceEqual(tensor.Shape))
                return matches[..found];
        }

        return matches;
    }

    private static ModelMatch[] FindByOrder(ModelTensor[] chosen, NetworkDescription network, SafetensorsFile file)
    {
        string[] own = [.. chosen.Where(tensor => !tensor.IsState).Select(tensor => tensor.Module).Distinct()];
        HashSet<string> distinct = [];
        foreach (ref readonly SafetensorsHeader.Entry entry in file.Header.Entries)
            distinct.Add(ModelTensor.ModuleOf(file.Header.Name(entry)));
        string[] modules = [.. distinct.Order(NaturalOrder.Instance)];
        if (own.Length != modules.Length)
        {
            throw new InvalidDataException(
                $"{file.Path}: offset {SafetensorsHeader.Prefix}: expected {own.Length} modules, one for each layer of {network.Name} with parameters ({List(own)}), got {modules.Length} ({List(modules)}).");
        }

        List<ModelMatch> matches = [];
        foreach (ModelTensor tensor in chosen)
        {
            int layer = Array.IndexOf(own, tensor.Module);
            if (layer < 0)
                continue; // state of a layer without parameters
            string name = modules[layer].Length == 0 ? tensor.Leaf : $"{modules[layer]}.{tensor.Leaf}";
            int index = file.Header.Find(name);
            if (index < 0)
                throw Missing(network, file, tensor, name);
            matches.Add(new(tensor, file.Header.Entries[index]));
        }

        return [.. matches];
    }

    /// <summary>A tensor that nobody asked for means another architecture, but for what checkpoints and PyTorch add.</summary>
    private static void RefuseOthers(ModelMatch[] matches, NetworkDescription network, SafetensorsFile file, bool isPart)
    {
        // The first match of a wrong shape is what the caller reports.
        if (file.Header.Entries.Length == matches.Length || matches.Any(match => !file.Header.Shape(match.Entry).AsSpan().SequenceEqual(match.Tensor.Shape)))
            return;
        HashSet<int> known = [.. matches.Select(match => match.Entry.NameStart)];
        foreach (ref readonly SafetensorsHeader.Entry entry in file.Header.Entries)
        {
            ReadOnlySpan<byte> name = file.Header.NameBytes(entry);
            if (known.Contains(entry.NameStart) || name.StartsWith("netgen."u8) || name.EndsWith("num_batches_tracked"u8))
                continue;
            throw new InvalidDataException(
                $"{file.Path}: offset {SafetensorsHeader.Offset(entry)}: expected the tensors of {(isPart ? "a part of " : "")}{network.Name}, got also '{file.Header.ShownName(entry)}' of the shape [{string.Join(", ", file.Header.Shape(entry))}], for which it has none.");
        }
    }

    private static InvalidDataException Missing(NetworkDescription network, SafetensorsFile file, ModelTensor tensor, string name)
    {
        string[] some = new string[Math.Min(file.Header.Entries.Length, 8)];
        for (int i = 0; i < some.Length; i++)
            some[i] = $"{file.Header.ShownName(file.Header.Entries[i])} [{string.Join(", ", file.Header.Shape(file.Header.Entries[i]))}]";
        string more = file.Header.Entries.Length > some.Length ? ", …" : "";
        return new InvalidDataException(
            $"{file.Path}: offset {SafetensorsHeader.Prefix}: expected a tensor '{name}' of the shape [{string.Join(", ", tensor.Shape)}] for {network.Name}'s {tensor.Name}, found {(some.Length == 0 ? "no tensor at all" : $"none of this name but {string.Join(", ", some)}{more}")}.");
    }

    private static string List(string[] names)
    {
        const int Shown = 8;
        StringBuilder list = new();
        list.AppendJoin(", ", names.Take(Shown).Select(name => name.Length == 0 ? "(no name)" : name.Length <= 100 ? name : name[..100] + "…"));
        return list.Append(names.Length > Shown ? ", …" : "").ToString();
    }
}
