using System.IO.Compression;
using System.Text.Json;
using NetGen.Tool.Graphs;
using PureHDF;

namespace NetGen.Tool.Keras;

/// <summary>An array of a file of Keras.</summary>
/// <param name="Name">Where it is: the names of its groups and its own, with slashes.</param>
/// <param name="Tensor">Its elements.</param>
internal sealed record KerasArray(string Name, Tensor Tensor);

/// <summary>
/// Weights that Keras saved: an HDF5 file of Keras 2 (<c>.h5</c>) or 3 (<c>.weights.h5</c>), or a <c>.keras</c>, which is a zip archive with one of the latter
/// and the configuration.
/// </summary>
internal sealed class KerasFile
{
    private const int MostArrays = 100_000;
    private const int DeepestGroup = 40;

    private readonly string _path;
    private readonly List<KerasArray> _arrays = [];
    private string[] _order = [];

    private KerasFile(string path) => _path = path;

    /// <summary>The arrays, but for those of optimizers.</summary>
    public IReadOnlyList<KerasArray> Arrays => _arrays;

    /// <summary>The layers with weights, in the model's order where the file says it, else by name.</summary>
    public IReadOnlyList<KerasLayer> Layers
    {
        get
        {
            KerasLayer[] layers = [.. _arrays.GroupBy(array => KerasLayer.NameOf(array.Name)).Select(group => new KerasLayer(_path, group.Key, [.. group]))];
            return [.. layers.OrderBy(layer => Place(layer.Name)).ThenBy(layer => layer.Name, StringComparer.Create(System.Globalization.CultureInfo.InvariantCulture, System.Globalization.CompareOptions.NumericOrdering))];
        }
    }

    /// <summary>Whether a file is one of these, by its first bytes and, for an archive, by what is in it.</summary>
    public static bool IsKeras(string path, ReadOnlySpan<byte> start)
    {
        if (start.SequenceEqual((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']))
            return true;
        if (!start.StartsWith("PK\x03\x04"u8))
            return false;
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            return zip.GetEntry("model.weights.h5") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public static KerasFile Open(string path)
    {
        KerasFile file = new(path);
        try
        {
            byte[] start = new byte[8];
            using (FileStream stream = File.OpenRead(path))
                _ = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (!IsKeras(path, start))
                throw new ToolException($"{path}: expected an HDF5 file or a .keras archive with model.weights.h5, got neither.");
            if (start[0] == 'P')
                file.ReadArchive();
            else
                file.ReadHdf5(File.OpenRead(path));
        }
        catch (Exception e) when (e is not (ToolException or OutOfMemoryException))
        {
            // The library meets damage with whatever exception comes of it.
            throw new ToolException($"{path}: expected weights of Keras, got a file that is damaged or cut off ({Shown.Plain(e.Message)}).");
        }

        return file._arrays.Count > 0 ? file : throw new ToolException($"{path}: expected weights of Keras, got a file without arrays of numbers.");
    }

    private int Place(string layer) => Array.IndexOf(_order, layer) is var place && place >= 0 ? place : int.MaxValue;

    private void ReadArchive()
    {
        using ZipArchive zip = ZipFile.OpenRead(_path);
        ZipArchiveEntry weights = zip.GetEntry("model.weights.h5")!;
        if (weights.Length > Math.Max(1 << 20, 1100 * weights.CompressedLength) || weights.Length > Array.MaxLength)
            throw new ToolException($"{_path}: model.weights.h5: expected at most {Array.MaxLength} bytes, got {weights.Length}.");
        MemoryStream memory = new();
        using (Stream stream = weights.Open())
            stream.CopyTo(memory);
        memory.Position = 0;
        ReadHdf5(memory);
        if (zip.GetEntry("config.json") is { Length: < 1 << 26 } config)
        {
            using Stream stream = config.Open();
            using JsonDocument json = JsonDocument.Parse(stream);
            _order = [.. OrderOf(json.RootElement)];
        }
    }

    /// <summary>The names that the layers' groups have: the layers' own, or those of their classes with their numbers.</summary>
    private IEnumerable<string> OrderOf(JsonElement model)
    {
        HashSet<string> groups = [.. _arrays.Select(array => KerasLayer.NameOf(array.Name))];
        Dictionary<string, int> counts = [];
        if (!model.TryGetProperty("config", out JsonElement config) || !config.TryGetProperty("layers", out JsonElement layers))
            yield break;
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            string kind = SnakeCase(layer.GetProperty("class_name").GetString() ?? "");
            int count = counts[kind] = counts.GetValueOrDefault(kind, -1) + 1;
            string? name = layer.TryGetProperty("config", out JsonElement own) && own.TryGetProperty("name", out JsonElement text) ? text.GetString() : null;
            string numbered = count == 0 ? kind : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}_{count}");
            yield return groups.Contains(numbered) || name is null ? numbered : name;
        }
    }

    /// <summary>As Keras names layers after their classes: Conv2D is conv2d, BatchNormalization batch_normalization.</summary>
    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]) && !char.IsDigit(name[i - 1]))) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    private void ReadHdf5(Stream stream)
    {
        long length = stream.Length;
        using IDisposable file = H5File.Open(stream, leaveOpen: false);
        IH5Group root = (IH5Group)file;
        IH5Group weights = root.LinkExists("model_weights") ? root.Group("model_weights") : root;
        if (weights.AttributeExists("layer_names"))
            _order = [.. weights.Attribute("layer_names").Read<string[]>().Select(name => name.TrimEnd('\0', ' '))];
        Read(weights, "", length, 0);
    }

    private void Read(IH5Group group, string prefix, long length, int depth)
    {
        if (depth > DeepestGroup)
            throw new ToolException($"{_path}: {Shown.Quoted(prefix)}: expected groups at most {DeepestGroup} deep.");
        foreach (IH5Object child in group.Children())
        {
            string name = prefix + child.Name;
            if (prefix.Length == 0 && child.Name is "optimizer" or "optimizer_weights" or "top_level_model_weights" or "seed_generator")
                continue;
            if (child is IH5Group inner)
            {
                Read(inner, name + "/", length, depth + 1);
            }
            else if (child is IH5Dataset { Type.Class: H5DataTypeClass.FloatingPoint } dataset)
            {
                long[] shape = [.. dataset.Space.Dimensions.Select(size => checked((long)size))];
                long count = Tensor.Count(shape);
                if (count * dataset.Type.Size > length || _arrays.Count == MostArrays)
                    throw new ToolException($"{_path}: {Shown.Quoted(name)}: expected an array that is in the file, got {Shown.Shape(shape)}.");
                _arrays.Add(new KerasArray(name, dataset.Type.Size == 8 ? Tensor.Of(shape, dataset.Read<double[]>()) : Tensor.Of(shape, dataset.Type.Size == 4 ? dataset.Read<float[]>() : Array.ConvertAll(dataset.Read<Half[]>(), half => (float)half))));
            }
        }
    }
}
