using System.Text;

namespace NetGen;

/// <summary>A tensor of a network with the tensor of a file that is meant for it.</summary>
internal readonly record struct ModelMatch(ModelTensor Tensor, SafetensorsHeader.Entry Entry)
{
    /// <summary>What a checkpoint holds beside the network: names that start so.</summary>
    public const string CheckpointPrefix = "netgen.";

    /// <summary>Which rows of the file's tensor; null: all.</summary>
    public RowRange? Rows { get; init; }

    /// <summary>Finds the tensors that are asked for; shapes and types are not looked at yet.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">The file.</param>
    /// <param name="selection">What is asked for.</param>
    /// <param name="missing">The names of those that the file has not; none where the selection is strict.</param>
    public static ModelMatch[] Find(NetworkDescription network, SafetensorsFile file, LoadSelection selection, out IReadOnlyList<string> missing)
    {
        ModelTensor[] all = ModelTensor.Of(network), chosen = selection.Choose(network, all);
        List<string> absent = [];
        ModelMatch[] matches = selection.Names is { IsByOrder: true }
            ? FindByOrder(all, chosen, network, file, selection, absent)
            : FindByName(chosen, network, file, selection, absent);
        if (matches.Length == 0 && absent.Count > 0)
            throw NothingFound(network, file, absent);
        if (selection is { Strict: true, IsPart: false })
            RefuseOthers(matches, network, file);
        missing = absent;
        return matches;
    }

    /// <summary>The names of the file's tensors that belong to no match, but for what checkpoints and PyTorch add.</summary>
    public static List<string> Others(ModelMatch[] matches, SafetensorsFile file)
    {
        HashSet<int> known = [.. matches.Select(match => match.Entry.NameStart)];
        List<string> others = [];
        foreach (ref readonly SafetensorsHeader.Entry entry in file.Header.Entries)
        {
            if (!known.Contains(entry.NameStart) && !IsAddition(file.Header.NameBytes(entry)))
                others.Add(file.Header.Name(entry));
        }

        return others;
    }

    /// <summary>Refuses a tensor of another shape or type.</summary>
    public void Require<T>(SafetensorsFile file)
        where T : unmanaged
    {
        if (!HasShape(file, this))
        {
            throw new InvalidDataException(
                $"{file.Path}: offset {SafetensorsHeader.Offset(Entry)}: expected {Shown(Tensor, file)} of the shape [{string.Join(", ", Tensor.Shape)}], got [{file.Header.ShownShape(Entry)}].");
        }

        file.RequireType<T>(Entry);
    }

    /// <summary>The values, from a file that has them as <see cref="Require{T}"/> wants them.</summary>
    public T[] Read<T>(SafetensorsFile file)
        where T : unmanaged
    {
        if (Rows is not { } rows)
            return file.Read<T>(Entry);
        int count = Tensor.Description.Count;
        return file.Read<T>(Entry, (long)rows.First * (count / Tensor.Description.Shape[0]), count);
    }

    private string Shown(ModelTensor tensor, SafetensorsFile file)
    {
        string name = file.Header.ShownName(Entry) + Rows;
        return name == tensor.NameInFile ? $"'{name}'" : $"'{name}', for {tensor.Name},";
    }

    private static ModelMatch[] FindByName(ModelTensor[] chosen, NetworkDescription network, SafetensorsFile file, LoadSelection selection, List<string> absent)
    {
        ModelMatch[] matches = new ModelMatch[chosen.Length];
        int found = 0;
        foreach (ModelTensor tensor in chosen)
        {
            RowRange? rows = null;
            string mapped = selection.Names?.NameInFile(tensor.Name, out rows) ?? tensor.Name;
            int index = mapped == tensor.Name ? file.Header.Find(tensor.NameInFile) : -1;
            if (index < 0)
                index = file.Header.Find(mapped);
            if (index < 0)
            {
                Miss(network, file, tensor, mapped == tensor.Name ? tensor.NameInFile : mapped, selection, absent);
                continue;
            }

            matches[found++] = new(tensor, file.Header.Entries[index]) { Rows = rows };

            // A difference in shape comes before a missing name further on: it is the first.
            if (!HasShape(file, matches[found - 1]))
                break;
        }

        return matches[..found];
    }

    private static ModelMatch[] FindByOrder(ModelTensor[] all, ModelTensor[] chosen, NetworkDescription network, SafetensorsFile file, LoadSelection selection, List<string> absent)
    {
        HashSet<string> distinct = [];
        foreach (ref readonly SafetensorsHeader.Entry entry in file.Header.Entries)
        {
            if (!IsAddition(file.Header.NameBytes(entry)))
                distinct.Add(ModelTensor.ModuleOf(file.Header.Name(entry)));
        }

        string[] modules = [.. distinct.Order(NaturalOrder.Instance)];
        string[] own = Layers(chosen, network, file, selection, modules, all);
        List<ModelMatch> matches = [];
        foreach (ModelTensor tensor in chosen)
        {
            int layer = Array.IndexOf(own, tensor.Module);
            if (layer < 0)
                continue; // state of a layer without parameters
            string module = layer < modules.Length ? modules[layer] : "";
            string name = module.Length == 0 ? tensor.Leaf : $"{module}.{tensor.Leaf}";
            int index = layer < modules.Length ? file.Header.Find(name) : -1;
            if (index < 0)
                Miss(network, file, tensor, name, selection, absent);
            else
                matches.Add(new(tensor, file.Header.Entries[index]));
        }

        return [.. matches];
    }

    /// <summary>
    /// The layers whose n-th is the file's n-th module: those that are asked for, where the file has as many modules, else all of
    /// the network's.
    /// </summary>
    private static string[] Layers(ModelTensor[] chosen, NetworkDescription network, SafetensorsFile file, LoadSelection selection, string[] modules, ModelTensor[] all)
    {
        string[] asked = ModulesOf(chosen), own = asked.Length == modules.Length ? asked : ModulesOf(all);
        int least = asked.Length == 0 ? 0 : Array.IndexOf(own, asked[^1]) + 1;
        if (!selection.Strict || (selection.IsPart ? modules.Length >= least : modules.Length == own.Length))
            return own;
        throw new InvalidDataException(
            $"{file.Path}: offset {SafetensorsHeader.Prefix}: expected {(selection.IsPart ? $"at least {least}" : own.Length)} modules, one for each layer of {network.Name} with parameters ({List(own)}), got {modules.Length} ({List(modules)}).");
    }

    private static string[] ModulesOf(ModelTensor[] tensors) => [.. tensors.Where(tensor => !tensor.IsState).Select(tensor => tensor.Module).Distinct()];

    /// <summary>A tensor that nobody asked for means another architecture, but for what checkpoints and PyTorch add.</summary>
    private static void RefuseOthers(ModelMatch[] matches, NetworkDescription network, SafetensorsFile file)
    {
        // The first match of a wrong shape is what the caller reports.
        if (!matches.All(match => HasShape(file, match)))
            return;
        HashSet<int> known = [.. matches.Select(match => match.Entry.NameStart)];
        foreach (ref readonly SafetensorsHeader.Entry entry in file.Header.Entries)
        {
            if (known.Contains(entry.NameStart) || IsAddition(file.Header.NameBytes(entry)))
                continue;
            throw new InvalidDataException(
                $"{file.Path}: offset {SafetensorsHeader.Offset(entry)}: expected the tensors of {network.Name}, got also '{file.Header.ShownName(entry)}' of the shape [{file.Header.ShownShape(entry)}], for which it has none. "
                + "To load what the network has out of a larger file, say which with include:, or strict: false.");
        }
    }

    /// <summary>Whether a tensor is one that belongs to no network: of a checkpoint, or PyTorch's count of batches.</summary>
    private static bool IsAddition(ReadOnlySpan<byte> name) => name.StartsWith("netgen."u8) || name.EndsWith("num_batches_tracked"u8);

    private static bool HasShape(SafetensorsFile file, in ModelMatch match)
    {
        IReadOnlyList<int> shape = match.Tensor.Description.Shape;
        if (match.Rows is not { } rows)
            return file.Header.HasShape(match.Entry, shape);
        long[] whole = file.Header.Shape(match.Entry);
        return whole.Length == shape.Count && rows.EndOf(whole[0]) is var end && end <= whole[0] && end - rows.First == shape[0]
            && whole.Skip(1).SequenceEqual(shape.Skip(1).Select(length => (long)length));
    }

    private static void Miss(NetworkDescription network, SafetensorsFile file, ModelTensor tensor, string name, LoadSelection selection, List<string> absent)
    {
        if (selection.Strict)
            throw Missing(network, file, tensor, name);
        absent.Add(tensor.Name);
    }

    private static InvalidDataException NothingFound(NetworkDescription network, SafetensorsFile file, List<string> absent) => new(
        $"{file.Path}: offset {SafetensorsHeader.Prefix}: expected at least one of the tensors of {network.Name} ({List([.. absent])}), found {Some(file)}.");

    private static InvalidDataException Missing(NetworkDescription network, SafetensorsFile file, ModelTensor tensor, string name)
    {
        return new InvalidDataException(
            $"{file.Path}: offset {SafetensorsHeader.Prefix}: expected a tensor '{name}' of the shape [{string.Join(", ", tensor.Shape)}] for {network.Name}'s {tensor.Name}, found {Some(file)}.");
    }

    /// <summary>The first tensors of a file, for a message that says what it has instead.</summary>
    private static string Some(SafetensorsFile file)
    {
        string[] some = new string[Math.Min(file.Header.Entries.Length, 8)];
        for (int i = 0; i < some.Length; i++)
            some[i] = $"{file.Header.ShownName(file.Header.Entries[i])} [{file.Header.ShownShape(file.Header.Entries[i])}]";
        string more = file.Header.Entries.Length > some.Length ? ", …" : "";
        return some.Length == 0 ? "no tensor at all" : $"none of this name but {string.Join(", ", some)}{more}";
    }

    private static string List(string[] names)
    {
        const int Shown = 8;
        StringBuilder list = new();
        list.AppendJoin(", ", names.Take(Shown).Select(name => name.Length == 0 ? "(no name)" : name.Length <= 100 ? name : name[..100] + "…"));
        return list.Append(names.Length > Shown ? ", …" : "").ToString();
    }
}
