using System.Globalization;

namespace NetGen.Tool.Source;

/// <summary>
/// The names of the values of a list of layers: what the file calls them where it can, else names for those that another layer reads by name. The
/// parameters of a layer are called after it.
/// </summary>
internal sealed class Names
{
    private readonly Dictionary<int, string> _explicit = [];
    private readonly Dictionary<Layer, string> _layers = new(ReferenceEqualityComparer.Instance);

    /// <param name="layers">The layers.</param>
    /// <param name="inputs">The names of the values that are there before them.</param>
    /// <param name="read">Values that are read by name besides: by losses.</param>
    /// <param name="titles">The name of a layer that the file has, null for none.</param>
    public Names(IReadOnlyList<Layer> layers, IReadOnlyDictionary<int, string> inputs, IEnumerable<int> read, Func<int, string?> titles)
    {
        foreach ((int value, string name) in inputs)
            _explicit[value] = name;
        HashSet<int> needed = [.. read, .. ReadByName(layers, inputs)];
        string?[] wanted = [.. layers.Select((_, i) => titles(i))];
        HashSet<string> taken = [.. inputs.Values, "input", "add", .. wanted.OfType<string>()];
        Dictionary<string, int> counts = [];
        int number = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            string kind = CamelCase(layers[i].Kind), called = Numbered(kind, counts[kind] = counts.GetValueOrDefault(kind) + 1);
            string? own = wanted[i] is { } title && wanted.Count(other => other == title) == 1 && !inputs.Values.Contains(title) ? title : null;
            if (own is null && needed.Contains(layers[i].Output))
            {
                do
                    own = string.Create(CultureInfo.InvariantCulture, $"h{++number}");
                while (!taken.Add(own));
            }

            if (own is not null)
                _explicit[layers[i].Output] = own;
            _layers[layers[i]] = own ?? called;
        }
    }

    /// <summary>The name that a value is given; null for none.</summary>
    public string? Of(int value) => _explicit.GetValueOrDefault(value);

    /// <summary>What a layer is called: its value's name, or its kind with its number.</summary>
    public string Of(Layer layer) => _layers[layer];

    /// <summary>Whether a layer has to say what it follows.</summary>
    public static bool SaysFrom(IReadOnlyList<Layer> layers, int index, IReadOnlyDictionary<int, string> inputs) =>
        index > 0 ? layers[index].Inputs[0] != layers[index - 1].Output : inputs.Count > 1 || !inputs.ContainsKey(layers[0].Inputs[0]);

    private static IEnumerable<int> ReadByName(IReadOnlyList<Layer> layers, IReadOnlyDictionary<int, string> inputs) =>
        layers.SelectMany((layer, i) => layer.Inputs.Skip(SaysFrom(layers, i, inputs) ? 0 : 1));

    private static string CamelCase(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        int lowered = capitals < name.Length && char.IsLower(name[capitals]) ? Math.Max(1, capitals - 1) : Math.Max(1, capitals);
        return name[..lowered].ToLowerInvariant() + name[lowered..];
    }

    private static string Numbered(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{(char.IsDigit(kind[^1]) ? "_" : "")}{number}");
}
