using System.Globalization;
using System.Text.Json;

namespace NetGen.Tests;

/// <summary>One file of reference results in float64; a view of its JSON, with what every kind of case has in common.</summary>
public sealed class GoldenCase
{
    private GoldenCase(JsonElement root) => Root = root;

    /// <summary>The whole file.</summary>
    public JsonElement Root { get; }

    /// <summary>Reads Golden/<paramref name="name"/>.json beside the test assembly.</summary>
    public static GoldenCase Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return Parse(document.RootElement.Clone(), name);
    }

    /// <summary>A case from its text.</summary>
    public static GoldenCase Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement.Clone();
        return Parse(root, root.GetProperty("name").GetString()!);
    }

    /// <summary>The tensor under a key of the file.</summary>
    public GoldenTensor Tensor(string key) => GoldenTensor.Parse(Root.GetProperty(key));

    /// <summary>The tensors under a key of the file, by their paths, in the file's order: <c>params</c>, <c>grads</c>, <c>state</c>, <c>outputs</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, GoldenTensor>> Tensors(string key) => Tensors(Root.GetProperty(key));

    /// <summary>The tensors of an object, by their paths, in the file's order.</summary>
    public static IReadOnlyList<KeyValuePair<string, GoldenTensor>> Tensors(JsonElement element) =>
        [.. element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, GoldenTensor.Parse(property.Value)))];

    /// <summary>The values of several tensors, one after another.</summary>
    public static double[] Flatten(IEnumerable<KeyValuePair<string, GoldenTensor>> tensors) =>
        [.. tensors.SelectMany(tensor => tensor.Value.Data)];

    /// <summary>The steps of an optimizer: loss and gradients before the update, parameters after it.</summary>
    public IEnumerable<GoldenStep> Trajectory() => Root.GetProperty("trajectory").EnumerateArray().Select(step =>
        new GoldenStep(step.GetProperty("loss").GetDouble(), Tensors(step.GetProperty("grads")), Tensors(step.GetProperty("params"))));

    /// <summary>A number of an object, or a default where it is absent.</summary>
    public static double Number(JsonElement element, string key, double absent = 0) =>
        element.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : absent;

    /// <summary>A flag of an object, false where it is absent.</summary>
    public static bool Flag(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.GetBoolean();

    /// <summary>The largest |a − b| / max(1, |b|); NaN if there is one, and an exception where the lengths differ.</summary>
    public static double Error(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        if (actual.Length != expected.Length)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{actual.Length} values, expected {expected.Length}."));
        double largest = 0;
        for (int i = 0; i < actual.Length; i++)
            largest = Math.Max(largest, Math.Abs(actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i])));
        return largest;
    }

    private static GoldenCase Parse(JsonElement root, string name)
    {
        string? format = root.GetProperty("format").GetString();
        int version = root.GetProperty("version").GetInt32();
        if (format != "netgen-golden" || version != 1 || root.GetProperty("name").GetString() != name)
            throw new InvalidDataException($"{name}: format {format}, version {version}.");
        return new(root);
    }
}

/// <summary>A step of an optimizer.</summary>
public sealed record GoldenStep(
    double Loss,
    IReadOnlyList<KeyValuePair<string, GoldenTensor>> Grads,
    IReadOnlyList<KeyValuePair<string, GoldenTensor>> Params);
